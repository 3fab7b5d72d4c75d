import { identityMapper, type Prompt } from '@loom/diffusion'
import { InputError } from '@loom/runtime'
import type { Conditioning, Model } from '../ports'
import type { Control, Edit } from './control'

type Given = {
  readonly model: Model
  readonly source: Conditioning
  readonly after: Control | undefined
  readonly edited: string
}

/** A control whose newest edit leaves cross-attention to the edited sentence and takes what `edit` says of the source. */
export async function relative(
  { model, source, after, edited }: Given,
  edit: Pick<Edit, 'self' | 'features'>,
): Promise<{ control: Control }> {
  const { loaded, tokenizer } = model
  if (source.modelId !== loaded.id) throw new InputError('source', 'this prompt was encoded by another model')
  if (after && (after.modelId !== loaded.id || after.source.text !== source.prompt.text))
    throw new InputError('after', 'this control edits another source')
  if (edited.trim() === '') throw new InputError('edited', 'write the sentence to edit towards')
  const prompt: Prompt = { text: edited, ...tokenizer.encode(edited) }
  const tokens = prompt.ids.length
  const plain = {
    prompt,
    context: await loaded.encodeText([prompt.ids]),
    base: 0,
    mapper: identityMapper(tokens),
    weights: new Float32Array(tokens).fill(1),
    cross: { all: [0, 0] as const },
  }
  return {
    control: { modelId: loaded.id, source: source.prompt, edits: [...(after?.edits ?? []), { ...plain, ...edit }] },
  }
}
