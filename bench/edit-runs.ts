import type { Literal } from '@loom/protocol'

/** One edit, as models/storybook/edit_scenes.py writes it; `where` it may change, empty for everywhere. */
export type Case = { name: string; source: string; edited: string; new: string[]; where: string[] }
type Inputs = Readonly<Record<string, Literal>>
/** One run: its source picture and every edit of it by one way of inverting, or of generated noise. Edits by name, each an AttentionControl. */
export type Run = { name: string; edits: Readonly<Record<string, Inputs>>; invert?: Inputs; sampler?: string }

const window = (cross: number, self: number, layers = 'all'): Inputs => ({ layers, cross, self })
const free = window(0, 0)
const held = window(0.8, 0.4)
const words = (text: string) => text.split(/\s+/).length

/** Every method of the table. */
function methods(one: Case): Run[] {
  const refine = { ...held, kind: 'refine' }
  const weights = one.new.map((word) => `${word}: 2`).join(', ')
  const where = { blend: one.where.join(', '), start: 0.2 }
  const blend = one.where.length > 0 && {
    'refine, blend': { ...refine, ...where, threshold: 0.3 },
    'held, blend over 0.5': { ...window(0.8, 0.8), kind: 'refine', ...where, threshold: 0.5 },
    'loose, blend over 0.5': { ...window(0.4, 0.4), kind: 'refine', ...where, threshold: 0.5 },
  }
  const replace = words(one.source) === words(one.edited) && { replace: { ...held, kind: 'replace' } }
  return [
    {
      name: 'generated',
      edits: { 'no control': free, ...replace, refine, ...blend, 'refine, reweight': { ...refine, weights } },
    },
    { name: 'direct', edits: { 'no control': free, refine, ...blend }, invert: { method: 'direct' } },
    { name: 'ddim', edits: { refine }, invert: { method: 'ddim' } },
    { name: 'negative-prompt', edits: { refine }, invert: { method: 'negative' } },
    {
      name: 'edit-friendly',
      edits: { refine },
      invert: { method: 'edit-friendly', skip: 0.2 },
      sampler: 'euler_ancestral',
    },
  ]
}

/** Windows of cross- and self-attention, layers of self-attention, where and from when to blend. */
function windows(one: Case): Run[] {
  const edits: Record<string, Inputs> = {}
  for (const cross of [0, 0.4, 0.8, 1])
    for (const self of [0, 0.4, 0.8, 1]) edits[`cross ${cross}, self ${self}`] = window(cross, self)
  for (const layers of ['quarter', 'half']) edits[`cross 0.8, self 0.8, ${layers}`] = window(0.8, 0.8, layers)
  const blend = one.where.join(', ')
  for (const threshold of [0.15, 0.3, 0.4, 0.5, 0.6])
    edits[`cross 0.8, self 0.4, blend over ${threshold}`] = { ...held, blend, threshold, start: 0.2 }
  for (const [cross, self] of [
    [0, 0],
    [0.4, 0.4],
    [0.8, 0.8],
  ] as const)
    edits[`cross ${cross}, self ${self}, blend over 0.5`] = {
      ...window(cross, self),
      blend,
      threshold: 0.5,
      start: 0.2,
    }
  return [{ name: 'generated', edits }]
}

/** Weights of the new words. */
function weights(one: Case): Run[] {
  const values = [-2, -1, 0, 1, 2, 3, 4, 6, 8]
  const edits = values.map((value) => {
    const said = one.new.map((word) => `${word}: ${value}`).join(', ')
    return [`weight ${value}`, { ...held, kind: 'refine', weights: said }] as const
  })
  return [{ name: 'generated', edits: Object.fromEntries(edits) }]
}

export const runSets: Readonly<Record<string, (one: Case) => Run[]>> = { methods, windows, weights }
