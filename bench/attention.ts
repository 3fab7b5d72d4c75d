// What attention control, and looking on, cost: `npx tsx bench/attention.ts [rounds]`. The same number of rows in each run, in turn.
import { library } from '@loom/nodes'
import { createCache, executePlan, planRun } from '@loom/runtime'
import { host, storybook } from './storybook-host'
import { median, ms, percent, printTable } from './table'
import { template } from './template'

const graph = template('replace-a-word')
/** Milliseconds that the UNet's steps take in one run. */
async function stepsOf(rows: 'plain' | 'edited', seed: number, observe = false): Promise<number> {
  const nodes = structuredClone(graph.nodes)
  const { steps, size } = nodes
  steps!.inputs.seed = seed
  if (rows === 'plain') {
    delete steps!.inputs.control
    size!.inputs.batch = 2
  }
  const planned = planRun({ ...graph, nodes }, library, { models: storybook, outputs: ['steps'] })
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  let duration = Number.NaN
  const end = await executePlan(planned.plan, {
    ...{ host, observe, cache: createCache({ maxBytes: 0 }), signal: new AbortController().signal },
    emit(change) {
      if (change.type === 'node-done' && change.node === 'steps') duration = change.durationMs
    },
  })
  if (end.status !== 'done') throw new Error(end.error)
  return duration
}

const rounds = Number(process.argv[2] ?? 9)
const plain: number[] = []
const edited: number[] = []
const observed: number[] = []
await stepsOf('plain', 0)
await stepsOf('edited', 0)
for (let round = 1; round <= rounds; round++) {
  plain.push(await stepsOf('plain', round))
  edited.push(await stepsOf('edited', round))
  observed.push(await stepsOf('plain', round, true))
}
const against = (runs: readonly number[]) => percent(median(runs.map((run, i) => run / plain[i]!)))
printTable(`20 steps of two rows on Storybook, ${rounds} rounds`, [
  { what: 'plain', value: ms(median(plain)) },
  { what: 'source and edit under attention control, against plain', value: against(edited), aim: '≤ 5 %' },
  { what: 'plain, looked on, against plain', value: against(observed), aim: '≤ 5 %' },
])
