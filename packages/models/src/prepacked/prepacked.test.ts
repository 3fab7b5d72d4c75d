import { cp, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor } from '@loom/tensor'
import { InferenceSession } from 'onnxruntime-node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LoadedModel, openModel } from '../model'
import type { SessionOptions } from '../session'
import { keepPrepacked } from './open-prepacked'

const golden = join(import.meta.dirname, '../../../../tests/golden')
const tiny = join(golden, 'models/tiny-sd1')
const wave = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i)),
})
const MB = 2 ** 20
/** The tiny model is kept as if it were large. */
const keep = (bytes = 100 * MB, mapped = 1024) => keepPrepacked(cache, bytes, { graph: 0, mapped })

let cache: string
const models: LoadedModel[] = []
beforeEach(async () => void (cache = await mkdtemp(join(tmpdir(), 'loom-prepacked-'))))
afterEach(async () => {
  vi.restoreAllMocks()
  keepPrepacked(cache, 0)
  for (const model of models.splice(0)) await model.dispose()
  await rm(cache, { recursive: true })
})

async function opened(options: SessionOptions = {}): Promise<LoadedModel> {
  const model = await openModel(tiny, { threads: 1, cache, ...options })
  models.push(model)
  return model
}
const x = wave(2, 4, 8, 8)
const told = { context: wave(2, 77, 16) }
const predicted = async (model: LoadedModel): Promise<Tensor> => model.predict(x, [500, 500], told)

const decoded = (model: LoadedModel): Promise<Tensor> => model.decode(x)

/** Everything that a model does, with attention edited and looked at. */
async function everything(model: LoadedModel) {
  const { context } = await model.encodeText([Array.from({ length: 77 }, (_, i) => i)])
  const mapped = Float32Array.from({ length: 77 * 77 }, (_, i) => (i % 78 ? 0 : 0.7))
  const edits = {
    cross: [{ row: 1, source: 0, mapped }],
    own: new Map([[1, new Float32Array(77).fill(0.3)]]),
    self: new Map([[0, { q: [0, 0], k: [0, 0], v: [0, 1] }]]),
    features: [0, 0],
  }
  const edited = await model.attend(x, [500, 500], told, { ...edits, recorded: [0] })
  const looked = await model.attend(x, [500, 500], told, { shown: [0, 1], inspected: { rows: [1], scale: 1 } })
  const later = { shape: [1, 4, 8, 8], data: x.data.slice(256) }
  const kept = await model.attend(later, [500], { context: wave(1, 77, 16) }, {
    ...{ cross: [{ row: 0, source: 1, mapped }], self: new Map([[0, { q: [1], k: [1], v: [0] }]]) },
    ...(edited.kept && { kept: edited.kept }),
  }) // biome-ignore format: what changes beside what is predicted
  const deep = await model.attend(x, [500, 500], told, { deep: 1 })
  const shallow = await model.predictShallow(x, [500, 500], told, {}, deep.deep!)
  const image = await model.decode(x)
  return { context, looked, edited, kept, deep, shallow, image, latent: await model.encode(image) }
}

const keptIn = async (folder: string) => (await readdir(folder)).filter((name) => name.endsWith('.prepacked')).sort()
const warned = () => vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
/** How many sessions were made of a graph, rather than of what is kept. */
function builds(): () => number {
  const create = vi.spyOn(InferenceSession, 'create').mockClear()
  return () => create.mock.calls.filter(([model]) => typeof model !== 'string').length
}

describe('a model kept laid out', () => {
  it.each([undefined, 'int8'] as const)('computes the same to the last bit, precision %s', async (precision) => {
    const options = precision ? { precision } : {}
    warned()
    const plain = await everything(await opened(options))
    const built = builds()
    keep()
    expect(await everything(await opened(options))).toEqual(plain)
    expect(built()).toBeGreaterThanOrEqual(5)
    const names = await keptIn(cache)
    expect(names).toEqual(
      expect.arrayContaining([expect.stringMatching(/^unet/), expect.stringMatching(/^vae-decoder/)]),
    )
    const before = built()
    expect(await everything(await opened(options))).toEqual(plain)
    // The weights of so small a text encoder lie where kernels cannot read them: it is opened as ever.
    expect(built() - before).toBe(5 - names.length)
  })

  it('takes any strengths of LoRA files, and another file for other LoRA files', async () => {
    const files = ['lora/dora.safetensors', 'lora/kohya.safetensors'].map((name) => join(golden, name))
    const run = async (file: string, unet: number) => {
      const { model } = await (await opened()).withLora(file, { unet, text: 0 })
      return predicted(model)
    }
    const all = async () => [await run(files[0]!, 1), await run(files[0]!, -0.4), await run(files[1]!, 1)]
    const plain = await all()
    keep()
    expect(await all()).toEqual(plain)
    expect(await keptIn(cache)).toHaveLength(2)
  })

  it.each<[string, (file: string) => Promise<void>]>([
    ['cut off', (file) => truncate(file, 1000)],
    ['gone', (file) => rm(file)],
    ['another', (file) => writeFile(file, Buffer.alloc(5000, 7))],
  ])('is made anew where its weights are %s, with a warning', async (_, spoil) => {
    keep()
    const first = await decoded(await opened())
    const [name] = await keptIn(cache)
    for (const file of ['model.data', 'model.onnx']) {
      await spoil(join(cache, name!, file))
      const warning = warned()
      const built = builds()
      expect(await decoded(await opened())).toEqual(first)
      expect(built()).toBe(1)
      expect(warning.mock.calls.every(([message]) => /is not as it was written/.test(`${message}`))).toBe(true)
      expect(await keptIn(cache)).toEqual([name])
    }
  })

  it('is opened as ever where onnxruntime refuses what is kept', async () => {
    keep()
    const first = await decoded(await opened())
    const create = InferenceSession.create
    vi.spyOn(InferenceSession, 'create').mockImplementation(((model: unknown, options: never) =>
      typeof model === 'string' ? Promise.reject(new Error('not today')) : create(model as never, options)) as never)
    const warning = warned()
    expect(await decoded(await opened())).toEqual(first)
    expect(warning).toHaveBeenCalledWith(expect.stringMatching(/^the vae decoder is not kept laid out.*: not today$/))
    expect(await keptIn(cache)).toEqual([])
  })

  it('can be written twice at once', async () => {
    keep()
    const [a, b] = await Promise.all([opened().then(decoded), opened().then(decoded)])
    expect(a).toEqual(b)
    expect(await readdir(cache)).toEqual(await keptIn(cache))
    expect(await keptIn(cache)).toHaveLength(1)
  })

  it('is not, below a size and where nothing is to be kept', async () => {
    keepPrepacked(cache, 100 * MB)
    await decoded(await opened())
    keep(0)
    await decoded(await opened())
    expect(await readdir(cache)).toEqual([])
  })

  it('makes way for others within what is allowed, the one not used for longest first', async () => {
    keep()
    const model = await opened()
    await predicted(model)
    const [unet] = await keptIn(cache)
    await model.decode(x)
    const [, decoder] = await keptIn(cache)
    await writeFile(join(cache, 'unet-0.int8'), Buffer.alloc(50_000))
    await utimes(join(cache, 'unet-0.int8'), new Date(), new Date(0))
    await utimes(join(cache, unet!, 'seal'), new Date(0), new Date())
    keep((await bytesIn(cache)) + 1000)
    await model.encode(wave(1, 3, 16, 16))
    const left = await readdir(cache)
    expect(left).not.toContain(unet)
    expect(left).toEqual(expect.arrayContaining([decoder, 'unet-0.int8', expect.stringMatching(/^vae-encoder-/)]))
  })

  it('is opened as ever where it does not fit into what is allowed', async () => {
    keep(1000)
    const warning = warned()
    await decoded(await opened())
    await decoded(await opened())
    expect(warning).toHaveBeenCalledOnce()
    expect(warning).toHaveBeenCalledWith(
      expect.stringMatching(/the vae decoder is not kept laid out .* takes \d+ MB of the/),
    )
    expect(await readdir(cache)).toEqual([])
  })

  it('is another where its files are', async () => {
    keep()
    const copy = join(cache, 'model')
    await cp(tiny, copy, { recursive: true })
    const decode = async () => {
      const model = await openModel(copy, { threads: 1 })
      await model.decode(x)
      await model.dispose()
    }
    await decode()
    await decode()
    expect(await keptIn(cache)).toHaveLength(1)
    await utimes(join(copy, 'vae/diffusion_pytorch_model.safetensors'), new Date(), new Date(0))
    await decode()
    expect(await keptIn(cache)).toHaveLength(2)
  })
})

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const found = await Promise.all(names.map((name) => stat(join(folder, name))))
  return found.filter((it) => it.isFile()).reduce((all, { size }) => all + size, 0)
}
