import { identityMapper } from '@loom/diffusion'
import { InputError, type ModelShelf } from '@loom/runtime'
import { encodePrompt } from '../text/encode-prompt'
import type { Conditioning, Model } from '../values'
import type { Control, Edit } from './control'

type Given = {
  readonly model: Model
  readonly source: Conditioning
  readonly after: Control | undefined
  readonly edited: string
}

/** A control edits one source of one model. */
export function checkSource({ loaded }: Model, source: Conditioning, after: Control | undefined): void {
  if (source.modelId !== loaded.textId) throw new InputError('source', 'this prompt was encoded by another model')
  if (after && (after.modelId !== loaded.textId || after.source.text !== source.prompt.text))
    throw new InputError('after', 'this control edits another source')
}

/** The edits so far and one more. */
export function controlWith(after: Control | undefined, source: Conditioning, edit: Edit): { control: Control } {
  return { control: { modelId: source.modelId, source: source.prompt, edits: [...(after?.edits ?? []), edit] } }
}

/** A control whose newest edit leaves cross-attention to the edited sentence and takes what `edit` says of the source. */
export async function relative(
  { model, source, after, edited }: Given,
  edit: Pick<Edit, 'self' | 'features'>,
  models: ModelShelf,
): Promise<{ control: Control }> {
  checkSource(model, source, after)
  if (edited.trim() === '') throw new InputError('edited', 'write the sentence to edit towards')
  const conditioning = await encodePrompt(model, edited, 'edited', source.reading, models)
  const tokens = conditioning.prompt.ids.length
  const plain = {
    conditioning,
    base: 0,
    mapper: identityMapper(tokens),
    weights: new Float32Array(tokens).fill(1),
    cross: { all: [0, 0] as const },
  }
  return controlWith(after, source, { ...plain, ...edit })
}
