import { cpus } from 'node:os'
import { type Painted, paint } from './paint'
import { startServer } from './server'
import { mb, median, ms, percent, printTable } from './table'
import { template } from './template'
import { trivialNodes } from './trivial-nodes'

const ROUNDS = 5
let seed = 100 // a new seed a run, so that the cache has no picture ready

console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)

const starts: number[] = []
for (let i = 0; i < ROUNDS; i++) {
  const server = await startServer()
  starts.push(server.listeningMs)
  await server.stop()
}

const server = await startServer()
const cold = await paint(server, { 'steps.seed': seed++ })
const warm: Painted[] = []
const watched: number[] = []
const alone: number[] = []
for (let i = 0; i < ROUNDS; i++) {
  warm.push(await paint(server, { 'steps.seed': seed++ }))
  watched.push((await paint(server, { 'steps.seed': seed++ })).image)
  alone.push((await paint(server, { 'steps.seed': seed++ }, { previews: false })).image)
}
const reworded = await paint(server, { 'steps.seed': seed++, 'prompt.text': 'a dog reading in a forest' })
const memory = server.memory()
const few: number[] = []
const twenty: number[] = []
const fourSteps = { workflow: template('four-steps') }
await paint(server, { 'steps.seed': seed++ }, fourSteps) // opens its UNet, with the LoRA's weights
for (let i = 0; i < ROUNDS; i++) {
  twenty.push((await paint(server, { 'steps.seed': seed++ })).image)
  few.push((await paint(server, { 'steps.seed': seed++ }, fourSteps)).image)
}
await server.stop()

const delays = warm.flatMap((run) => run.previewDelays).sort((a, b) => a - b)
printTable('The default workflow: 20 steps, over HTTP and WebSocket', [
  { what: 'start to listening', value: ms(median(starts)), aim: '< 1 s' },
  { what: 'cold: Run to first preview', value: ms(cold.firstPreview) },
  { what: 'cold: Run to image', value: ms(cold.image) },
  { what: 'warm: Run to first preview', value: ms(median(warm.map((run) => run.firstPreview))), aim: '< 500 ms' },
  { what: 'warm: Run to image', value: ms(median(warm.map((run) => run.image))), aim: '< 5 s' },
  { what: 'warm, another sentence: Run to image', value: ms(reworded.image) },
  { what: 'warm, in four steps by a LoRA: Run to image', value: ms(median(few)) },
  {
    what: 'four steps against 20',
    value: percent(median(few.map((short, i) => short / twenty[i]!))),
  },
  { what: 'step end to preview here, median', value: ms(median(delays)) },
  {
    what: 'step end to preview here, slowest of 20',
    value: ms(delays[Math.floor(delays.length * 0.95)] ?? Number.NaN),
  },
  {
    what: 'run with previews against without',
    value: percent(median(watched.map((with_, i) => with_ / alone[i]!))),
    aim: '≤ 10 %, what `auto` may take',
  },
  { what: 'memory: server', value: mb(memory.server) },
  { what: 'memory: engine', value: mb(memory.engine) },
])

await trivialNodes(1000)
const chain = await trivialNodes(1000)
printTable('A chain of 1,000 trivial nodes', [
  { what: 'planning and running, a node', value: ms(chain.perNodeMs), aim: '< 1 ms' },
  { what: 'events', value: `${(chain.eventBytes / 1000).toFixed(0)} kB`, aim: '< 1 MB' },
])
