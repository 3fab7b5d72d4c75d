import type { Previews } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import type { Vae } from '../values'
import { previewer } from './previewer'

const zeros = (...shape: number[]): Tensor => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) })
const form = { channels: 4, downscale: 4, scalingFactor: 1 }
const vae = (decode: Vae['decode']): Vae => ({ name: 'v', latent: form, decode, encode: decode })

/** Makes previews of a model whose own small decoder is `decode`. */
function painting(previews: Previews | undefined, decode?: Vae['decode']) {
  const warned: string[] = []
  const paint = previewer(
    { ...vae(async (x) => x), ...(decode && { preview: vae(decode) }) },
    {
      ...{
        models: { listed: () => [], locate: () => '' },
        device: 'cpu',
        warn: (message) => void warned.push(message),
      },
      ...(previews && { previews }),
    },
  )
  return { paint, warned }
}
const fourTimes = async ({ shape }: Tensor) => zeros(shape[0]!, 3, 4 * shape[2]!, 4 * shape[3]!)
const broken = () => Promise.reject(new Error('no memory'))

describe('a preview', () => {
  it.each<[Previews | undefined, number | undefined]>([
    [undefined, 20],
    ['auto', 20],
    ['decoder', 20],
    ['linear', 5],
    ['off', undefined],
  ])('of a model with a small decoder: %s', async (previews, width) => {
    const { paint } = painting(previews, fourTimes)
    expect((await paint(zeros(2, 4, 6, 5)))?.width).toBe(width)
  })

  it('is of the first picture of a batch', async () => {
    const batches: number[] = []
    const { paint } = painting('decoder', (x) => {
      batches.push(x.shape[0]!)
      return fourTimes(x)
    })
    await paint(zeros(3, 4, 6, 5))
    expect(batches).toEqual([1])
  })

  it('is coarse where there is no decoder, and where the latent is too large for one', async () => {
    expect(await painting('decoder').paint(zeros(1, 4, 6, 5))).toMatchObject({ width: 5, height: 6 })
    expect(await painting('auto', fourTimes).paint(zeros(1, 4, 129, 128))).toMatchObject({ width: 128, height: 129 })
  })

  it('is coarse from then on where the decoder fails, which is said once', async () => {
    const { paint, warned } = painting('auto', broken)
    for (let step = 0; step < 3; step++) expect(await paint(zeros(1, 4, 6, 5))).toMatchObject({ width: 5 })
    expect(warned).toEqual(['previews are coarse, for the tiny decoder cannot be used: no memory'])
  })
})
