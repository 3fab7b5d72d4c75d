// How long an upscaler of full size takes for a megapixel of what comes out, and in how much memory, by the size of its tiles.
//   npx tsx bench/models/upscaler.ts [tiles, e.g. 128,256,512] [rounds] [threads]
// Real-ESRGAN's RRDBNet with random weights, made once in LOOM_BENCH_CACHE. With one thread (the default) times are of the
// processor, with more by the clock. Memory is the most this process has held so far, so tiles stand from small to large.
import { cpus } from 'node:os'
import { gaussian } from '../../packages/diffusion/src/index'
import { openSession } from '../../packages/models/src/session'
import { rrdbNet } from '../../packages/models/src/upscaler/rrdb'
import { fullSizeUpscaler } from './full-size-weights'
import { timed } from './timed'

const [tiles = '256', rounds = '3', threads = '1'] = process.argv.slice(2)
const { config, weights } = await fullSizeUpscaler()
const session = await openSession(rrdbNet(weights, config), { threads: Number(threads) })
const draw = gaussian(7)

console.log(`${cpus()[0]?.model}, ${threads} thread(s), ${rounds} rounds`)
for (const tile of tiles.split(',').map(Number)) {
  const image = draw([1, 3, tile, tile])
  const seconds: number[] = []
  for (let round = 0; round < Number(rounds); round++)
    seconds.push(await timed(Number(threads), async () => void (await session.run({ image }))))
  const megapixels = (tile * config.scale) ** 2 / 1e6
  const best = Math.min(...seconds)
  const most = process.resourceUsage().maxRSS / 1e6
  console.log(
    `tile ${tile}: ${best.toFixed(2)} s, ${(best / megapixels).toFixed(2)} s a megapixel, ${most.toFixed(2)} GB`,
  )
}
await session.dispose()
