import { extendMapper } from '@loom/diffusion'
import type { Control } from '../attention/control'
import { lengthened } from '../text/encode-prompt'
import type { Conditioning, Model } from '../values'

type Prompts = {
  readonly positive: Conditioning
  readonly negative: Conditioning
  readonly control?: Control | undefined
}

/** The prompts of a batch with empty chunks where they are shorter than the longest, edits included. */
export async function equallyLong(model: Model, { positive, negative, control }: Prompts): Promise<Prompts> {
  const edits = control?.edits ?? []
  const all = [positive, negative, ...edits.map((edit) => edit.conditioning)]
  const length = Math.max(...all.map(({ prompt }) => prompt.ids.length))
  const long = (given: Conditioning) => lengthened(model, given, length)
  const longer = edits.map(async (edit) => ({
    ...edit,
    conditioning: await long(edit.conditioning),
    mapper: extendMapper(edit.mapper, length),
    weights: Float32Array.from({ length }, (_, n) => edit.weights[n] ?? 1),
  }))
  return {
    positive: await long(positive),
    negative: await long(negative),
    control: control && { ...control, edits: await Promise.all(longer) },
  }
}
