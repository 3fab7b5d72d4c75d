import type { Sizes } from '@loom/onnx-graph'
import { ModelError } from '../error'
import { largestFitting, type Picture, pixelsOf, shownSize } from './picture'

/** Says what does not fit into memory, and what would. `takes`: bytes of a run of some sizes. */
export function refusal(
  name: string,
  picture: Picture | undefined,
  sizes: Sizes,
  takes: (sizes: Sizes) => number,
  room: number,
): ModelError {
  const problem = (what: string) => `${what} takes ${shown(takes(sizes))} of memory, and ${shown(room)} can be had`
  if (!picture) return new ModelError(problem(`running the ${name.replaceAll('_', ' ')}`))
  const fitting = largestFitting(picture, sizes, (smaller) => takes(smaller) <= room)
  const size = fitting ? `${pixelsOf(picture, fitting)} would fit` : 'no size would fit'
  const remedy = picture.remedy ? `; ${picture.remedy}` : ''
  return new ModelError(`${problem(picture.doing(shownSize(picture, sizes)))}: ${size}${remedy}`)
}

const shown = (bytes: number): string =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
