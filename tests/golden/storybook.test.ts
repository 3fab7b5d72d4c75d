import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createTokenizer,
  denoiser,
  gaussian,
  guidanceBatch,
  guide,
  noiseLevels,
  samplers,
  trainingSchedule,
} from '@loom/diffusion'
import { type LoadedModel, openModel } from '@loom/models'
import { concat, scale, type Tensor } from '@loom/tensor'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Numbers = { shape: number[]; stride: number; values: number[] }
// made by: cd models/storybook && python golden.py . ../../tests/golden/storybook.json
const file = join(import.meta.dirname, 'storybook.json')
const golden: {
  tokens: { text: string; ids: number[] }[]
  text_encoder: { last_hidden_state: Numbers }
  unet: { t: number; noise: Numbers }
  vae_decode: { image: Numbers }
  vae_encode: { picture: string; mean: Numbers }
  ddim: { steps: number; guidance: number; seed: number; walk: { latents: Numbers }[] }
} = JSON.parse(readFileSync(file, 'utf8'))

let model: LoadedModel
let encode: (text: string) => Promise<Tensor>
beforeAll(async () => {
  model = await openModel(join(import.meta.dirname, '../../models/storybook'), { device: 'cpu' })
  const tokenizer = createTokenizer(model.tokenizer!)
  encode = async (text) => (await model.encodeText([[...tokenizer.encode(text).ids]])).context
})
afterAll(() => model?.dispose())

/** Largest difference over largest value. */
function error({ shape, data }: Tensor, { shape: expected, stride, values }: Numbers): number {
  expect(shape).toEqual(expected)
  const top = Math.max(...values.map(Math.abs))
  return Math.max(...values.map((value, i) => Math.abs(value - data[i * stride]!))) / top
}

describe('the bundled model, against PyTorch and diffusers on the same weights', () => {
  it('splits sentences into the same tokens', () => {
    const tokenizer = createTokenizer(model.tokenizer!)
    for (const { text, ids } of golden.tokens) expect(tokenizer.encode(text).ids).toEqual(ids)
  })

  it('encodes a sentence, predicts noise, decodes and encodes a picture within 1e-3', async () => {
    const context = await encode(golden.tokens[0]!.text)
    expect(error(context, golden.text_encoder.last_hidden_state)).toBeLessThan(1e-3)
    const latents = gaussian(0)([1, 4, 32, 32])
    const noise = await model.predict(latents, [golden.unet.t], { context })
    expect(error(noise, golden.unet.noise)).toBeLessThan(1e-3)
    expect(error(await model.decode(latents), golden.vae_decode.image)).toBeLessThan(1e-3)

    const { data, info } = await sharp(join(import.meta.dirname, golden.vae_encode.picture))
      .raw()
      .toBuffer({ resolveWithObject: true })
    const pixels = info.width * info.height
    const image = Float32Array.from(
      { length: 3 * pixels },
      (_, i) => data[(i % pixels) * 3 + Math.floor(i / pixels)]! / 127.5 - 1,
    )
    const encoded = await model.encode({ shape: [1, 3, info.height, info.width], data: image })
    expect(error(scale(encoded, 1 / model.latent.scalingFactor), golden.vae_encode.mean)).toBeLessThan(1e-3)
  })

  it('walks the same way, latents after every step within 1e-3', async () => {
    const { steps, guidance, seed, walk } = golden.ddim
    const schedule = trainingSchedule(model.schedulerConfig)
    const sigmas = [...noiseLevels(schedule, 'leading', steps).slice(0, -1), schedule.sigmaMin] // set_alpha_to_one is false
    const context = concat([await encode(''), await encode(golden.tokens[0]!.text)])
    const denoise = denoiser(schedule, async (x, t) =>
      guide(await model.predict(guidanceBatch(x, guidance), [t, t], { context }), guidance),
    )
    const start = scale(gaussian(seed)([1, 4, 32, 32]), Math.sqrt(1 + sigmas[0]! ** 2))
    for await (const { index, sigma, x } of samplers.ddim(denoise, start, sigmas, gaussian(0), schedule))
      expect(error(scale(x, 1 / Math.sqrt(1 + sigma ** 2)), walk[index]!.latents)).toBeLessThan(1e-3)
  })

  it('paints nearly the same picture in 8 bits', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'loom-int8-'))
    const small = await openModel(join(import.meta.dirname, '../../models/storybook'), { precision: 'int8', cache })
    const context = concat([await encode(''), await encode('a cat sitting in a forest')])
    const schedule = trainingSchedule(model.schedulerConfig)
    const sigmas = noiseLevels(schedule, 'leading', 20)
    const paint = async ({ predict }: LoadedModel): Promise<Tensor> => {
      const denoise = denoiser(schedule, async (x, t) =>
        guide(await predict(guidanceBatch(x, 2), [t, t], { context }), 7.5),
      )
      let x = scale(gaussian(0)([1, 4, 16, 16]), Math.sqrt(1 + sigmas[0]! ** 2))
      for await (const step of samplers.ddim(denoise, x, sigmas, gaussian(0), schedule)) x = step.x
      return model.decode(x)
    }
    const [exact, near] = [await paint(model), await paint(small)]
    await small.dispose()
    await rm(cache, { recursive: true })
    const square = exact.data.reduce((sum, value, i) => sum + (value - near.data[i]!) ** 2, 0) / exact.data.length
    expect(10 * Math.log10(4 / square)).toBeGreaterThan(25) // dB; bench/speed-options.ts has 8 of them, 32.6 in all
  })
})
