import { type AttentionResult, isLink, type Problem, type RunChange, type Workflow } from '@loom/protocol'
import { paint, paintAtlas } from './paint'
import { specs } from './specs'

export type Told = (change: RunChange) => void
export type Seen = (node: string, done: number, total: number, picture: Uint8Array) => void

const specOf = (type: string) => specs.find((spec) => spec.type === type)

/** What the fake server finds wrong before it runs: unknown types and missing links. */
export function check({ nodes }: Workflow): Problem[] {
  return Object.entries(nodes).flatMap(([id, { type, inputs }]): Problem[] => {
    const spec = specOf(type)
    if (!spec) return [{ path: `nodes.${id}.type`, message: `unknown node type "${type}"`, node: id }]
    return spec.inputs
      .filter(({ name, optional }) => !optional && inputs[name] === undefined)
      .map(({ name, type: wanted }) => ({
        path: `nodes.${id}.inputs.${name}`,
        message: `needs a link to a ${wanted}`,
        node: id,
        input: name,
      }))
  })
}

function order({ nodes }: Workflow): string[] {
  const done = new Set<string>()
  const visit = (id: string) => {
    if (done.has(id) || !nodes[id]) return
    for (const value of Object.values(nodes[id].inputs)) if (isLink(value)) visit(value.from[0])
    done.add(id)
  }
  for (const id of Object.keys(nodes)) visit(id)
  return [...done]
}

/** Goes through the nodes in order; a prompt with the word "fail" fails its sampler. */
export async function fakeRun(
  workflow: Workflow,
  observe: boolean,
  tell: Told,
  see: Seen,
  keep: (png: Uint8Array) => string,
  signal: AbortSignal,
) {
  const started = Date.now()
  const ids = order(workflow)
  const fails = JSON.stringify(workflow).includes('fail')
  let broken: string | undefined
  tell({ type: 'started', nodes: ids.length })
  for (const node of ids) {
    const { type, inputs } = workflow.nodes[node]!
    const at = Date.now()
    if (broken) {
      tell({ type: 'node-skipped', node, because: broken })
      continue
    }
    tell({ type: 'node-started', node })
    if (type === 'UNetStep') {
      const total = Number(
        Object.values(workflow.nodes).find((other) => other.type === 'Scheduler')?.inputs.steps ?? 20,
      )
      for (let done = 1; done <= total && !signal.aborted; done++) {
        await pause(stepMs)
        tell({ type: 'progress', node, done, total })
        see(node, done, total, await paint(Number(inputs.seed ?? 0), 1 - done / total))
        if (fails && done === 5) {
          broken = node
          tell({
            type: 'node-failed',
            node,
            error: { message: 'the model gave values that are not numbers at step 5' },
          })
          break
        }
      }
      if (broken) continue
    } else await pause(20)
    if (signal.aborted) return tell({ type: 'ended', status: 'cancelled', durationMs: Date.now() - started })
    const cached = type === 'CheckpointLoader'
    const shows = specOf(type)?.shows === 'images'
    const seed = Number(Object.values(workflow.nodes).find((other) => other.type === 'UNetStep')?.inputs.seed ?? 0)
    const batch = Number(Object.values(workflow.nodes).find((other) => other.type === 'EmptyLatent')?.inputs.batch ?? 1)
    const paintings = await Promise.all(
      Array.from({ length: shows ? batch : 0 }, (_, k) => paint(seed + k, 0, workflow)),
    )
    const attention = observe && type === 'UNetStep' ? fakeAttention(workflow, node, batch, keep) : undefined
    const images = paintings.map((png) => ({ id: keep(png), width: 128, height: 128, name: 'picture.png' }))
    const result = shows || attention ? { ...(shows && { images }), ...(attention && { attention }) } : undefined
    tell({ type: 'node-done', node, cached, durationMs: cached ? 0 : Date.now() - at, ...(result && { result }) })
  }
  const durationMs = Date.now() - started
  tell(
    broken
      ? { type: 'ended', status: 'failed', durationMs, error: `${broken} failed` }
      : { type: 'ended', status: 'done', durationMs },
  )
}

const SIDE = 16

/** Hot places for every word of the sentence, others in every picture; words of more than five letters are two tokens. */
function fakeAttention(
  { nodes }: Workflow,
  steps: string,
  batch: number,
  keep: (png: Uint8Array) => string,
): AttentionResult {
  let sentence = nodes[steps]?.inputs.positive
  while (isLink(sentence)) sentence = nodes[sentence.from[0]]?.inputs.text
  const text = String(sentence ?? '')
  const tokens = [...text.matchAll(/\w{1,5}/g)].map(({ 0: token, index: start }) => ({
    text: token,
    start,
    end: start + token.length,
  }))
  const tiles = tokens.length + 1
  const atlas = { id: keep(paintAtlas(tiles, batch, SIDE)), width: tiles * SIDE, height: batch * SIDE }
  const peaks = Array.from({ length: batch }, () => Array.from({ length: tiles }, () => 0.5))
  return { prompts: [{ text, tokens }], atlas, tile: { width: SIDE, height: SIDE }, peaks }
}

const stepMs = Number(process.env.FAKE_STEP_MS ?? 60)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
