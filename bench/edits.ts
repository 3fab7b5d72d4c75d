// Edits pictures by every method, for models/storybook/score_edits.py to score: `npx tsx bench/edits.ts FOLDER`, where FOLDER is
// what models/storybook/edit_scenes.py wrote. Goes on where it was stopped.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { library } from '@loom/nodes'
import type { Literal, Workflow, WorkflowNode } from '@loom/protocol'
import { createCache, executePlan, type Host, planRun } from '@loom/runtime'
import { root } from './server'

type Case = { source: string; edited: string; from: string; to: string }
type Inputs = Record<string, Literal>
type Method = { name: string; control: Inputs; invert?: Inputs; sampler?: string }

const held = { layers: 'all', cross: 0.8, self: 0.4 }
const free = { layers: 'all', cross: 0, self: 0 }
const blend = (one: Case): Inputs => ({ blend: `${one.from}, ${one.to}`, start: 0.2, threshold: 0.3 })
const methodsFor = (one: Case): Method[] => [
  { name: 'generated-no-control', control: free },
  { name: 'generated-replace', control: { ...held, kind: 'replace' } },
  { name: 'generated-refine', control: { ...held, kind: 'refine' } },
  { name: 'generated-refine-reweight', control: { ...held, kind: 'refine', weights: `${one.to}: 2` } },
  { name: 'generated-refine-blend', control: { ...held, kind: 'refine', ...blend(one) } },
  { name: 'ddim-refine', control: { ...held, kind: 'refine' }, invert: { method: 'ddim' } },
  { name: 'negative-refine', control: { ...held, kind: 'refine' }, invert: { method: 'negative' } },
  { name: 'direct-no-control', control: free, invert: { method: 'direct' } },
  { name: 'direct-refine', control: { ...held, kind: 'refine' }, invert: { method: 'direct' } },
  { name: 'direct-refine-blend', control: { ...held, kind: 'refine', ...blend(one) }, invert: { method: 'direct' } },
  {
    name: 'edit-friendly-refine',
    control: { ...held, kind: 'refine' },
    invert: { method: 'edit-friendly', skip: 0.2 },
    sampler: 'euler_ancestral',
  },
]

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('which folder? see the first lines of this file')
const cases: Case[] = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))
const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const at: [number, number] = [0, 0]
const cache = createCache({ maxBytes: 5e8 })

function documentOf(one: Case, seed: number, picture: string, { control, invert, sampler = 'ddim' }: Method): Workflow {
  const model = from('checkpoint', 'model')
  const prompts = { positive: from('source', 'conditioning'), negative: from('negative', 'conditioning') }
  const schedule = from('scheduler', 'schedule')
  const node = (type: string, inputs: WorkflowNode['inputs']): WorkflowNode => ({ type, at, inputs })
  const latent = invert ? from('encode', 'latent') : from('size', 'latent')
  const nodes: Workflow['nodes'] = {
    checkpoint: node('CheckpointLoader', { checkpoint: 'storybook' }),
    source: node('TextEncode', { model, text: one.source }),
    negative: node('TextEncode', { model }),
    scheduler: node('Scheduler', { model, steps: 20, sampler, spacing: 'leading' }),
    size: node('EmptyLatent', { width: 128, height: 128 }),
    picture: node('LoadImage', { image: picture }),
    encode: node('VAEEncode', { vae: from('checkpoint', 'vae'), image: from('picture', 'image') }),
    control: node('AttentionControl', { model, source: prompts.positive, edited: one.edited, ...control }),
    steps: node('UNetStep', {
      ...{ model, schedule, ...prompts, latent, guidance: 5, seed, control: from('control', 'control') },
      ...(invert && { inversion: from('invert', 'inversion') }),
    }),
    decode: node('VAEDecode', { vae: from('checkpoint', 'vae'), latent: from('steps', 'latent') }),
    save: node('SaveImage', { image: from('decode', 'image') }),
  }
  if (invert) nodes.invert = node('Invert', { model, schedule, ...prompts, latent, ...invert })
  return { format: 'latent-loom/workflow', version: 1, name: 'edit', nodes }
}

const storybook = [{ name: 'storybook', role: 'checkpoint' }]

/** The source and the edit as PNG. */
async function paint(workflow: Workflow, picture: Uint8Array): Promise<Uint8Array[]> {
  const written: Uint8Array[] = []
  const host: Host = {
    device: 'cpu',
    models: { listed: () => storybook, locate: (name) => join(root, 'models', name) },
    assets: {
      read: async () => picture,
      async write(png, about) {
        written.push(png)
        return { id: `${written.length}.png`, ...about }
      },
    },
  }
  const planned = planRun(workflow, library, { models: storybook })
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  const end = await executePlan(planned.plan, {
    host,
    cache,
    signal: new AbortController().signal,
    emit: () => undefined,
  })
  if (end.status !== 'done') throw new Error(end.error)
  return written
}

const names = methodsFor(cases[0]!).map(({ name }) => name)
writeFileSync(join(folder, 'methods.json'), `${JSON.stringify(names)}\n`)

for (const [i, one] of cases.entries()) {
  if (existsSync(join(folder, `${i}-edit-friendly-refine.png`))) continue
  const picture = readFileSync(join(folder, `${i}-drawing.png`))
  const id = `${createHash('sha256').update(picture).digest('hex')}.png`
  for (const method of methodsFor(one)) {
    const [source, edited] = await paint(documentOf(one, i, id, method), picture)
    writeFileSync(join(folder, `${i}-${method.name}.png`), edited!)
    if (method.name === 'generated-no-control') writeFileSync(join(folder, `${i}-generated-source.png`), source!)
    if (method.name === 'direct-no-control') writeFileSync(join(folder, `${i}-direct-source.png`), source!)
  }
  if (i % 10 === 0) console.error(`${i} of ${cases.length}`)
}
