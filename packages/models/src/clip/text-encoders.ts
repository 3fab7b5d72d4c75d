import type { Tensor } from '@loom/tensor'
import { expecting } from '../error'
import { type LoraStack, strengthFeeds } from '../lora/lora-stack'
import type { TextPart } from '../parts'
import { fitting, type Sessions } from '../sessions'
import type { TextEncoderConfig } from './config'
import { textEncoder } from './text-encoder'

/** Texts as the UNet takes them: context [B,77,D], and for SDXL each text as a whole, pooled [B,P]. */
export type EncodedText = { readonly context: Tensor; readonly pooled?: Tensor }

type Ids = readonly (readonly number[])[]

/** How a text is read; as the model was trained where nothing is said. */
export type TextReading = {
  /** Which layer the UNet attends to, counted from the last, 1. */
  readonly clipSkip?: number
  /** Vectors in place of words; the id of the k-th is `firstVectorId` + k. */
  readonly vectors?: readonly TokenVectors[]
}
/** What stands in place of one token for every text encoder, by their width; `of`: the file it is from. */
export type TokenVectors = { readonly of: string; readonly byWidth: ReadonlyMap<number, Float32Array> }

/** Above the ids of any vocabulary. */
export const firstVectorId = 1_000_000

/** ids [B][77], strengths of the LoRA files → what the text encoders of a model make of them, side by side. */
export async function openTextEncoders(
  name: string,
  parts: readonly TextPart[],
  sessions: Sessions,
  loras: LoraStack,
): Promise<(ids: Ids, strengths: readonly number[], reading?: TextReading) => Promise<EncodedText>> {
  const encoders: ((ids: Ids, strengths: readonly number[], reading: TextReading) => Promise<EncodedText>)[] = []
  for (const [i, part] of parts.entries()) {
    const { end, pooled } = part.config
    const order = pooled ? 'second' : parts.length > 1 && i === 0 ? 'first' : 'only'
    const adapter = loras.adapter({ kind: 'text', order })
    const graph = fitting(part, await part.open(), (weights, config) => textEncoder(weights, config, adapter))
    const session = sessions.add(() => graph, { device: 'cpu', type: 'float32' }) // small, run once for a text
    encoders.push(async (ids, strengths, { clipSkip, vectors = [] }) => {
      const hidden = `hidden.${checkedSkip(name, part.config, clipSkip)}`
      const rows = ids.map((row) => refilled(row, end, part.pad))
      const feeds = { ...feedsOf(rows, part.config, vectors), ...strengthFeeds(graph, strengths) }
      const outputs = await session.run(feeds, pooled ? [hidden, 'pooled'] : [hidden])
      return { context: outputs[hidden]!, ...(pooled && { pooled: outputs.pooled! }) }
    })
  }
  return async (ids, strengths, reading = {}) => {
    checkIds(name, parts, ids, reading.vectors ?? [])
    const outputs: EncodedText[] = []
    for (const encode of encoders) outputs.push(await encode(ids, strengths, reading))
    return { ...outputs.at(-1)!, context: sideBySide(outputs.map(({ context }) => context)) }
  }
}

function checkedSkip(name: string, { clipSkip, cut, layers }: TextEncoderConfig, asked = clipSkip): number {
  const fits = Number.isInteger(asked) && asked > cut && asked <= cut + layers
  expecting(name)(fits, `a clip skip from ${cut + 1} to ${cut + layers} is expected`, `${asked}`)
  return asked
}

/** Token ids [B][77] and vectors that stand among them, as the graph takes them. */
function feedsOf(ids: Ids, { tokens, width }: TextEncoderConfig, vectors: readonly TokenVectors[]) {
  const shape = [ids.length, tokens]
  const flat = Int32Array.from(ids.flat())
  const kept = new Float32Array(flat.length).fill(1)
  const own = new Float32Array(flat.length * width)
  for (const [at, id] of flat.entries()) {
    if (id < firstVectorId) continue
    flat[at] = kept[at] = 0
    own.set(vectors[id - firstVectorId]!.byWidth.get(width)!, at * width)
  }
  return {
    ids: { shape, data: flat },
    kept: { shape: [...shape, 1], data: kept },
    own: { shape: [...shape, width], data: own },
  }
}

function checkIds(name: string, parts: readonly TextPart[], ids: Ids, vectors: readonly TokenVectors[]): void {
  const expect = expecting(name)
  expect(parts.length > 0, 'a model with a text encoder is expected', 'a file without one')
  const { tokens, vocabulary } = parts[0]!.config
  const long = ids.find((row) => row.length !== tokens)
  expect(ids.length > 0 && !long, `rows of ${tokens} token ids are expected`, `${long?.length ?? 'no rows'}`)
  const isVector = (id: number) => vectors[id - firstVectorId] !== undefined
  const unknown = ids.flat().find((id) => !isVector(id) && (!Number.isInteger(id) || id < 0 || id >= vocabulary))
  expect(unknown === undefined, `token ids from 0 to ${vocabulary - 1} are expected`, `${unknown}`)
  for (const { config } of parts)
    for (const { of, byWidth } of vectors)
      expect(
        byWidth.has(config.width),
        `an embedding with vectors of ${config.width} numbers is expected`,
        `${of}, which has ${[...byWidth.keys()].join(' and ')}`,
      )
}

/** The text up to its end marker, then `pad`: each encoder was trained with its own filling. */
function refilled(row: readonly number[], end: number, pad: number): readonly number[] {
  let last = row.lastIndexOf(end)
  if (last < 0) return row
  if (last === row.length - 1) while (row[last - 1] === end) last-- // filled with end markers: the first is the text's
  return row.map((id, i) => (i > last ? pad : id))
}

/** [B,n,C], [B,n,D], … → [B,n,C+D+…] */
function sideBySide(parts: readonly Tensor[]): Tensor {
  if (parts.length === 1) return parts[0]!
  const [B, n] = parts[0]!.shape as [number, number]
  const width = parts.reduce((all, { shape }) => all + shape[2]!, 0)
  const data = new Float32Array(B * n * width)
  let at = 0
  for (const { shape, data: values } of parts) {
    const own = shape[2]!
    for (let row = 0; row < B * n; row++) data.set(values.subarray(row * own, (row + 1) * own), row * width + at)
    at += own
  }
  return { shape: [B, n, width], data }
}
