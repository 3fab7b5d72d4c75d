import { ModelError } from '../error'
import type { CompactConfig, RrdbConfig } from './config'

/** The shape of a tensor that BasicSR calls `name`; refuses where there is none. */
export type ShapeOf = (name: string) => readonly number[]

/** What the shapes of an RRDBNet say. */
export function rrdbConfigOf(file: string, shapeOf: ShapeOf, blocks: number, doublings: number): RrdbConfig {
  if (!Number.isInteger(doublings)) throw unknownEnd(file)
  const [features, seen] = shapeOf('conv_first.weight') as [number, number]
  const growth = shapeOf('body.0.rdb1.conv1.weight')[0]!
  checkRgb(file, seen, [3, 12, 48], shapeOf('conv_last.weight')[0]!, [3])
  const unshuffle = Math.sqrt(seen / 3)
  const scale = 2 ** doublings / unshuffle
  if (!Number.isInteger(scale)) throw unknownEnd(file)
  return { architecture: 'RRDBNet', scale, features, growth, blocks, unshuffle, doublings }
}

const unknownEnd = (file: string) =>
  new ModelError(`${file} is an RRDBNet whose last layers are not those of ESRGAN or Real-ESRGAN`)

/** The same of an SRVGGNetCompact whose last layer is `body.last`. */
export function compactConfigOf(file: string, shapeOf: ShapeOf, last: number): CompactConfig {
  const [features, seen] = shapeOf('body.0.weight') as [number, number]
  const given = shapeOf(`body.${last}.weight`)[0]!
  const scale = Math.max(1, Math.round(Math.sqrt(given / 3)))
  checkRgb(file, seen, [3], given, [3 * scale ** 2])
  return { architecture: 'SRVGGNetCompact', scale, features, blocks: last / 2 - 1 }
}

/** Refuses a network of other channels than these. */
function checkRgb(file: string, seen: number, wanted: readonly number[], given: number, giving: readonly number[]) {
  if (!wanted.includes(seen) || !giving.includes(given))
    throw new ModelError(`${file} is no upscaler of RGB pictures: it takes ${seen} channels and gives ${given}`)
}
