// What an edit costs when an earlier run left its source: `npx tsx bench/reused-sources.ts [rounds]`. One run edits a new source, a
// second one edits it otherwise; the same edit is also painted with nothing kept, in turn.
import { library } from '@loom/nodes'
import { createCache, executePlan, planRun } from '@loom/runtime'
import { medianInterval } from './median-interval'
import { host, storybook } from './storybook-host'
import { median, ms, percent, printTable } from './table'
import { template } from './template'

const graph = template('replace-a-word')
/** Milliseconds that the UNet's steps take in one run. */
async function stepsOf(seed: number, cross: number, keepBytes: number): Promise<number> {
  const nodes = structuredClone(graph.nodes)
  nodes.steps!.inputs.seed = seed
  const control = Object.values(nodes).find(({ type }) => type === 'AttentionControl')!
  control.inputs.weights = `dog: ${cross}`
  const planned = planRun({ ...graph, nodes }, library, { models: storybook, outputs: ['steps'] })
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  let duration = Number.NaN
  const end = await executePlan(planned.plan, {
    ...{ host: { ...host, keepBytes }, cache: createCache({ maxBytes: 0 }), signal: new AbortController().signal },
    emit(change) {
      if (change.type === 'node-done' && change.node === 'steps') duration = change.durationMs
    },
  })
  if (end.status !== 'done') throw new Error(end.error)
  return duration
}

const rounds = Number(process.argv[2] ?? 15)
const room = 1 << 30
const [joint, first, second]: [number[], number[], number[]] = [[], [], []]
await stepsOf(0, 1, 0)
for (let round = 1; round <= rounds; round++) {
  joint.push(await stepsOf(round, 1.5, 0))
  first.push(await stepsOf(round, 1, room))
  second.push(await stepsOf(round, 1.5, room))
}
const against = (runs: readonly number[]) => {
  const ratios = runs.map((run, i) => run / joint[i]!)
  const [low, high] = medianInterval(ratios)
  return `${ms(median(runs))}, ${percent(median(ratios))} (95 %: ${percent(low)} … ${percent(high)})`
}
printTable(`20 steps of source and edit on Storybook, ${rounds} rounds`, [
  { what: 'nothing kept', value: ms(median(joint)) },
  { what: 'first edit of a source, which is kept, against that', value: against(first) },
  { what: 'second edit of the source, against that', value: against(second), aim: 'about −50 %' },
])
