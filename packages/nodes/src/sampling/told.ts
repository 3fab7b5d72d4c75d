import type { Added, LoadedModel, Told } from '@loom/models'
import { concat, repeat, type Tensor } from '@loom/tensor'
import type { Conditioning, SaidSize } from '../values'

/** Scores that SDXL's refiner is told, as diffusers and ComfyUI do. */
const aesthetic = { positive: 6, negative: 2.5 }

/** Joins the rows of several. */
export function concatTold(parts: readonly Told[]): Told {
  const join = (key: 'pooled' | 'numbers') => {
    const given = parts.flatMap((part) => part[key] ?? [])
    return given.length > 0 && { [key]: concat(given) }
  }
  return { context: concat(parts.map(({ context }) => context)), ...join('pooled'), ...join('numbers') }
}

export const repeatTold = (told: Told, times: number): Told => ({
  context: repeat(told.context, times),
  ...(told.pooled && { pooled: repeat(told.pooled, times) }),
  ...(told.numbers && { numbers: repeat(told.numbers, times) }),
})

/** A row for the UNet: what a prompt says, and for SDXL the size of the picture, width × height latent pixels. */
export function toldBy(
  { context, pooled, said }: Conditioning,
  { added, latent: { downscale } }: Pick<LoadedModel, 'added' | 'latent'>,
  width: number,
  height: number,
  side: keyof typeof aesthetic,
): Told {
  if (!added) return { context }
  const size = { height: height * downscale, width: width * downscale }
  const plain = { ...size, cropTop: 0, cropLeft: 0, targetHeight: size.height, targetWidth: size.width }
  return { context, ...(pooled && { pooled }), numbers: numbersOf(said ?? plain, added, aesthetic[side]) }
}

/** Podell et al. 2023, §2.2; arXiv:2307.01952; order as in diffusers and ComfyUI. The refiner takes 5: [1,5], else [1,6]. */
function numbersOf(said: SaidSize, { numbers: count }: Added, score: number): Tensor {
  const { height, width, cropTop, cropLeft, targetHeight, targetWidth, aestheticScore = score } = said
  const last = count === 5 ? [aestheticScore] : [targetHeight, targetWidth]
  return { shape: [1, count], data: Float32Array.of(height, width, cropTop, cropLeft, ...last) }
}
