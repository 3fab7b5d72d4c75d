import { map, max, sub, type Tensor } from '@loom/tensor'
import { expect, it } from 'vitest'
import { inpainting } from './inpainting'
import { gaussian } from './noise'
import type { SamplerName } from './samplers'
import { samplers } from './samplers'
import { formula, schedule } from './samplers/testing'
import { noiseLevels } from './spacing'
import { startingPoint } from './start'
import { stepNoise } from './step-noise'

const draw = gaussian(1)
const shape = [1, 4, 8, 8]
const [latent, noise] = [draw(shape), draw(shape)]
const mask: Tensor = { shape, data: Float32Array.from({ length: 256 }, (_, i) => (i % 8 < 3 ? 1 : 0)) }

it('shows the model the known latent under noise, and mixes where the mask is between', async () => {
  const half = map(mask, () => 0.5)
  const seen: Tensor[] = []
  const look = async (x: Tensor) => {
    seen.push(x)
    return map(x, () => 8)
  }
  const denoise = inpainting(look, { latent, noise }, () => half)
  const out = await denoise(
    map(latent, () => 4),
    2,
  )
  const expected = latent.data.map((value, i) => (value + 2 * noise.data[i]!) / 2 + 2)
  expect(max(map(sub(seen[0]!, { shape, data: expected }), Math.abs))).toBeLessThan(1e-6)
  expect(out.data[5]).toBeCloseTo(latent.data[5]! / 2 + 4, 5)
})

it.each(Object.keys(samplers) as SamplerName[])('%s leaves what is outside of the mask as it was', async (name) => {
  const sigmas = noiseLevels(schedule, 'karras', 12)
  const denoise = inpainting(formula(), { latent, noise }, () => mask)
  let x = startingPoint(latent, noise, sigmas[0]!, schedule.sigmaMax)
  for await (const step of samplers[name](denoise, x, sigmas, stepNoise(name, 3, sigmas, 0), schedule)) x = step.x
  const off = x.data.map((value, i) => (mask.data[i] === 0 ? Math.abs(value - latent.data[i]!) : 0))
  expect(Math.max(...off)).toBeLessThan(1e-4)
  const changed = x.data.map((value, i) => (mask.data[i] === 1 ? Math.abs(value - latent.data[i]!) : 0))
  expect(Math.max(...changed)).toBeGreaterThan(0.1)
})
