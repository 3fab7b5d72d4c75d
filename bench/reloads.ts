import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openModel } from '@loom/models'

// Resident memory over 50 loads and unloads of a model. Started as the engine is, for glibc to give memory back:
// MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_TRIM_THRESHOLD_=1048576 tsx bench/reloads.ts [MODEL]
const path = process.argv[2] ?? join(import.meta.dirname, '../models/storybook')
const latent = { shape: [1, 4, 8, 8], data: new Float32Array(256) }
const ids = [Array<number>(77).fill(1)]
const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024

for (let i = 1; i <= 50; i++) {
  const model = await openModel(path)
  const { context } = await model.encodeText(ids)
  await model.decode(await model.predict(latent, [500], { context }))
  const open = residentMb()
  await model.dispose()
  if (i === 1 || i % 10 === 0) console.log(`${i}: ${open.toFixed(0)} MB open, ${residentMb().toFixed(0)} MB closed`)
}
