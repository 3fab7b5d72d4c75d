import type { Sizes } from '@loom/onnx-graph'

/** How a graph's sizes make a picture, and how to say what is done with it. */
export type Picture = {
  /** The sizes that are its height and width, and the pixels to one of them. */
  readonly sides: readonly [height: string, width: string]
  readonly pixels: number
  /** `size`: such as "2 × 512×768 pixels". */
  readonly doing: (size: string) => string
  /** What else helps, at the end of a sentence. */
  readonly remedy?: string
}

const STEP = 64 // pixels: sides that a person would choose

export function shownSize(picture: Picture, sizes: Sizes): string {
  const rows = sizes.B ?? 1
  return `${rows > 1 ? `${rows} × ` : ''}${pixelsOf(picture, sizes)} pixels`
}

export const pixelsOf = ({ sides: [height, width], pixels }: Picture, sizes: Sizes): string =>
  `${sizes[width]! * pixels}×${sizes[height]! * pixels}`

/** The largest picture of the same aspect, as near as whole latent pixels allow, that `fits`; undefined where none does. */
export function largestFitting(
  { sides, pixels }: Picture,
  sizes: Sizes,
  fits: (sizes: Sizes) => boolean,
): Sizes | undefined {
  const longest = Math.max(...sides.map((side) => sizes[side]!))
  const step = Math.max(1, STEP / pixels)
  const scaled = (steps: number): Sizes => {
    const factor = (steps * step) / longest
    const smaller = sides.map((side) => [side, Math.max(1, Math.round(sizes[side]! * factor))])
    return { ...sizes, ...Object.fromEntries(smaller) }
  }
  let [fitting, tooLarge] = [0, Math.ceil(longest / step)]
  while (tooLarge - fitting > 1) {
    const middle = (fitting + tooLarge) >> 1
    if (fits(scaled(middle))) fitting = middle
    else tooLarge = middle
  }
  return fitting > 0 ? scaled(fitting) : undefined
}
