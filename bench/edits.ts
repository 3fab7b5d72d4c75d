// Edits pictures by every method, for models/storybook/score_edits.py to score: `npx tsx bench/edits.ts FOLDER [methods|windows|weights]
// [name] [part/parts]`, where FOLDER is what models/storybook/edit_scenes.py wrote, `name` is how the names of the edits to do begin, and
// processes share the work by parts. Paints only what is not there yet.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { library } from '@loom/nodes'
import type { Workflow, WorkflowNode } from '@loom/protocol'
import { createCache, executePlan, type Host, planRun } from '@loom/runtime'
import { type Case, type Run, runSets } from './edit-runs'
import { root } from './server'

const settings = { model: 'storybook', steps: 12, guidance: 5 } as const

const [folder, set = 'methods', begin = '', part = '1/1'] = process.argv.slice(2)
const runsOf = runSets[set]
const [mine, parts] = part.split('/').map(Number) as [number, number]
if (!folder || !runsOf) throw new Error('which folder, which set? see the first lines of this file')
const cases: Case[] = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))
const numberOf = ({ name }: Case) => Number(name.split('-').at(-1))
const chosen = cases.filter((one) => one.name.startsWith(begin) && numberOf(one) % parts === mine - 1)
const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const at: [number, number] = [0, 0]
const node = (type: string, inputs: WorkflowNode['inputs']): WorkflowNode => ({ type, at, inputs })
const cache = createCache({ maxBytes: 5e8 })

type Drawing = { id: string; png: Buffer }

function documentOf(one: Case, seed: number, { id, png }: Drawing, { edits, invert, sampler = 'ddim' }: Run): Workflow {
  const model = from('checkpoint', 'model')
  const vae = from('checkpoint', 'vae')
  const prompts = { positive: from('source', 'conditioning'), negative: from('negative', 'conditioning') }
  const schedule = from('scheduler', 'schedule')
  const latent = from('encode', 'latent')
  const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) } // where every PNG has them
  const nodes: Workflow['nodes'] = {
    checkpoint: node('CheckpointLoader', { checkpoint: settings.model }),
    source: node('TextEncode', { model, text: one.source }),
    negative: node('TextEncode', { model }),
    scheduler: node('Scheduler', { model, steps: settings.steps, sampler, spacing: 'leading' }),
    picture: node('LoadImage', { image: id }),
    encode: node('VAEEncode', { vae, image: from('picture', 'image') }),
    blank: node('EmptyLatent', size),
    decode: node('VAEDecode', { vae, latent: from('steps', 'latent') }),
    save: node('SaveImage', { image: from('decode', 'image') }),
  }
  const controls = Object.values(edits)
  for (const [i, inputs] of controls.entries()) {
    const after = i > 0 && { after: from(`control-${i - 1}`, 'control') }
    const control = { model, source: prompts.positive, edited: one.edited, ...inputs, ...after }
    nodes[`control-${i}`] = node('AttentionControl', control)
  }
  if (invert) nodes.invert = node('Invert', { model, schedule, ...prompts, latent, ...invert })
  nodes.steps = node('UNetStep', {
    ...{ model, schedule, ...prompts, guidance: settings.guidance, seed },
    ...(invert ? { latent, inversion: from('invert', 'inversion') } : { latent: from('blank', 'latent') }),
    control: from(`control-${controls.length - 1}`, 'control'),
  })
  return { format: 'latent-loom/workflow', version: 1, name: 'edit', nodes }
}

const models = [{ name: settings.model, role: 'checkpoint' }]

/** The source and its edits as PNG. */
async function paint(workflow: Workflow, picture: Uint8Array): Promise<Uint8Array[]> {
  const written: Uint8Array[] = []
  const host: Host = {
    device: 'cpu',
    models: { listed: () => models, locate: (name) => join(root, 'models', name) },
    assets: {
      read: async () => picture,
      async write(png, about) {
        written.push(png)
        return { id: `${written.length}.png`, ...about }
      },
    },
  }
  const planned = planRun(workflow, library, { models })
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

const out = join(folder, set)
mkdirSync(out, { recursive: true })
writeFileSync(join(out, 'settings.json'), `${JSON.stringify(settings)}\n`)
const began = performance.now()
for (const [i, one] of chosen.entries()) {
  const png = readFileSync(join(folder, `${one.name}-drawing.png`))
  const drawing = { id: `${createHash('sha256').update(png).digest('hex')}.png`, png }
  const seed = numberOf(one)
  for (const run of runsOf(one)) {
    const place = join(out, `${one.name}-${run.name}`)
    const fileOf = (edit: string) => join(place, `${edit}.png`)
    const missing = Object.entries(run.edits).filter(([name]) => !existsSync(fileOf(name)))
    if (missing.length === 0) continue
    const edits = Object.fromEntries(missing)
    const pictures = await paint(documentOf(one, seed, drawing, { ...run, edits }), png)
    mkdirSync(place, { recursive: true })
    for (const [k, name] of ['source', ...Object.keys(edits)].entries()) {
      writeFileSync(`${fileOf(name)}.partial`, pictures[k]!)
      renameSync(`${fileOf(name)}.partial`, fileOf(name))
    }
  }
  if (i % 20 === 0)
    console.error(`${i} of ${chosen.length}, ${((performance.now() - began) / 1000 / (i + 1)).toFixed(1)} s each`)
}
