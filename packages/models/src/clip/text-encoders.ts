import type { Tensor } from '@loom/tensor'
import { expecting } from '../error'
import { type LoraStack, strengthFeeds } from '../lora/lora-stack'
import type { TextPart } from '../parts'
import { fitting, type Sessions } from '../sessions'
import { textEncoder } from './text-encoder'

/** Texts as the UNet takes them: context [B,77,D], and for SDXL each text as a whole, pooled [B,P]. */
export type EncodedText = { readonly context: Tensor; readonly pooled?: Tensor }

type Ids = readonly (readonly number[])[]

/** ids [B][77], strengths of the LoRA files → what the text encoders of a model make of them, side by side. */
export async function openTextEncoders(
  name: string,
  parts: readonly TextPart[],
  sessions: Sessions,
  loras: LoraStack,
): Promise<(ids: Ids, strengths: readonly number[]) => Promise<EncodedText>> {
  const encoders: ((ids: Ids, strengths: readonly number[]) => Promise<Record<string, Tensor>>)[] = []
  for (const [i, part] of parts.entries()) {
    const { tokens, end, pooled } = part.config
    const order = pooled ? 'second' : parts.length > 1 && i === 0 ? 'first' : 'only'
    const adapter = loras.adapter({ kind: 'text', order })
    const graph = fitting(part, await part.open(), (weights, config) => textEncoder(weights, config, adapter))
    const session = sessions.add(() => graph)
    encoders.push((ids, strengths) => {
      const data = Int32Array.from(ids.flatMap((row) => refilled(row, end, part.pad)))
      return session.run({ ids: { shape: [ids.length, tokens], data }, ...strengthFeeds(graph, strengths) })
    })
  }
  return async (ids, strengths) => {
    checkIds(name, parts, ids)
    const outputs: Record<string, Tensor>[] = []
    for (const encode of encoders) outputs.push(await encode(ids, strengths))
    const pooled = outputs.at(-1)!.pooled
    return { context: sideBySide(outputs.map(({ hidden }) => hidden!)), ...(pooled && { pooled }) }
  }
}

function checkIds(name: string, parts: readonly TextPart[], ids: Ids): void {
  const expect = expecting(name)
  expect(parts.length > 0, 'a model with a text encoder is expected', 'a file without one')
  const { tokens, vocabulary } = parts[0]!.config
  const long = ids.find((row) => row.length !== tokens)
  expect(ids.length > 0 && !long, `rows of ${tokens} token ids are expected`, `${long?.length ?? 'no rows'}`)
  const unknown = ids.flat().find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary)
  expect(unknown === undefined, `token ids from 0 to ${vocabulary - 1} are expected`, `${unknown}`)
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
