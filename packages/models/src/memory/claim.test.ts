import { join } from 'node:path'
import { Scope } from '@loom/onnx-graph'
import { InferenceSession } from 'onnxruntime-node'
import { afterEach, expect, it, vi } from 'vitest'
import { type LoadedModel, openModel } from '../model'
import { Claim } from './claim'
import { mappedMemory } from './graph-memory'
import { machine } from './warm-sessions'

const path = join(import.meta.dirname, '../../../../tests/golden/models/tiny-sd1')
const models: LoadedModel[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const model of models.splice(0)) await model.dispose()
})

async function opened(): Promise<LoadedModel> {
  const model = await openModel(path, { threads: 1 })
  models.push(model)
  return model
}
const latent = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(0.1) })
const context = (rows: number) => latent(rows, 77, 16)
const withFree = (bytes: number) => vi.spyOn(machine, 'freeBytes').mockReturnValue(bytes)
/** The size that a refusal says would fit. */
const offered = async (refused: Promise<unknown>): Promise<[width: number, height: number]> => {
  const { message } = await refused.then(
    () => expect.fail('nothing was refused'),
    (error: Error) => error,
  )
  const [, width, height] = /(\d+)×(\d+) would fit/.exec(message) ?? expect.fail(message)
  return [Number(width), Number(height)]
}

it('refuses a picture too large for the memory before anything is loaded, and says what would fit', async () => {
  const model = await opened()
  const { downscale } = model.latent
  withFree(100e6)
  const create = vi.spyOn(InferenceSession, 'create')
  const side = 4096 / downscale
  await expect(model.decode(latent(1, 4, side, side))).rejects.toThrow(
    /^tiny-sd1: decoding 4096×4096 pixels takes [\d.]+ GB of memory, and 100 MB can be had: \d+×\d+ would fit; in tiles it takes less$/,
  )
  await expect(model.predict(latent(2, 4, side, side / 2), [1, 1], { context: context(2) })).rejects.toThrow(
    /a step of the UNet for 2 × 2048×4096 pixels, the negative prompt counted, takes .* would fit$/,
  )
  expect(create).not.toHaveBeenCalled()
})

it('offers the largest size of the same aspect: it runs, and the next one up is refused', async () => {
  const model = await opened()
  const { downscale } = model.latent
  withFree(60e6)
  const decode = (width: number, height: number) => model.decode(latent(1, 4, height / downscale, width / downscale))
  const [width, height] = await offered(decode(2048, 1024))
  expect(width % 64).toBe(0)
  expect(width / height).toBeCloseTo(2, 1)
  await expect(decode(width + 64, height + 32)).rejects.toThrow('would fit')
  expect((await decode(width, height)).shape).toEqual([1, 3, height, width])
})

it('says so where not even the weights fit', async () => {
  const model = await opened()
  withFree(1000)
  await expect(model.decode(latent(1, 4, 8, 8))).rejects.toThrow(/and 1 MB can be had: no size would fit/)
  await expect(model.encodeText([Array.from({ length: 77 }, (_, i) => i)])).rejects.toThrow(
    /^running the text encoder takes \d+ MB of memory, and 1 MB can be had$/,
  )
})

it('closes other sessions for a run only where that makes room for it', async () => {
  const [a, b] = [await opened(), await opened()]
  await a.decode(latent(1, 4, 8, 8))
  const create = vi.spyOn(InferenceSession, 'create')
  withFree(10e6)
  await expect(b.decode(latent(1, 4, 512, 512))).rejects.toThrow('would fit')
  await a.decode(latent(1, 4, 8, 8))
  expect(create).not.toHaveBeenCalled() // nothing was closed in vain
  await b.decode(latent(1, 4, 8, 8)) // fits once the other has gone
  await a.decode(latent(1, 4, 8, 8))
  expect(create).toHaveBeenCalledTimes(2)
})

it('runs again what has run, whatever is free by then', async () => {
  const model = await opened()
  const first = await model.decode(latent(1, 4, 16, 16))
  withFree(0)
  expect(await model.decode(latent(1, 4, 16, 16))).toEqual(first)
})

it('takes the memory of weights only where they are not mapped from a file', async () => {
  const g = Scope.root('unet', new Map())
  const close = vi.fn()
  const memory = { weights: 3.4e9, loading: 5.8e9, prepacked: 4.5e9, run: () => 0.2e9 }
  withFree(1e9)
  await expect(new Claim(g, memory).make({}, false, close)).rejects.toThrow(
    'takes 5.8 GB of memory, and 1.0 GB can be had',
  )
  const claim = new Claim(g, mappedMemory(memory, 4e6, 40e6))
  await claim.make({}, false, close)
  expect(claim.weights + claim.kept).toBeLessThan(1e9)
  withFree(0.3e9)
  await expect(new Claim(g, mappedMemory(memory, 4e6, 40e6)).make({}, false, close)).rejects.toThrow('can be had')
})
