import { chunksOf, emphasised, type Prompt, padded, promptOf, readBrackets } from '@loom/diffusion'
import type { TokenVectors } from '@loom/models'
import { InputError, type ModelShelf } from '@loom/runtime'
import { rows, type Tensor } from '@loom/tensor'
import type { Conditioning, Model, Reading } from '../values'
import { embeddingsOf } from './embeddings'

const layerOf = ({ clipSkip }: Reading) => (clipSkip > 0 ? { clipSkip } : {})

/** Chunks [k,tokens,D] one after the other as one text: [1,k·tokens,D]. */
const joined = ({ shape: [k, tokens, D], data }: Tensor): Tensor => ({ shape: [1, k! * tokens!, D!], data })

/**
 * Reads a sentence as the model's text encoder does, in chunks where it is long, with the textual-inversion vectors among
 * `models` that it names. `input` is named when it cannot be read.
 */
export async function encodePrompt(
  { loaded, tokenizer }: Model,
  text: string,
  input: string,
  reading: Reading,
  models: ModelShelf,
): Promise<Conditioning> {
  let prompt: Prompt
  let vectors: readonly TokenVectors[]
  try {
    const sentence = readBrackets(text, reading.brackets)
    const named = await embeddingsOf(sentence, tokenizer, models)
    prompt = promptOf(tokenizer, sentence, named.split)
    vectors = named.vectors
  } catch (error) {
    throw new InputError(input, (error as Error).message)
  }
  const { context: features, pooled } = await loaded.encodeText(chunksOf(prompt), { ...layerOf(reading), vectors })
  const { emphasis } = prompt
  const empty = async () => (await loaded.encodeText([promptOf(tokenizer, '').ids], layerOf(reading))).context
  const context = joined(emphasis ? emphasised(features, emphasis, await empty(), reading.brackets) : features)
  // The first chunk tells what the text is as a whole, as in ComfyUI.
  return { modelId: loaded.textId, prompt, context, reading, ...(pooled && { pooled: rows(pooled, 0, 1) }) }
}

/** The same prompt with empty chunks after it, so that prompts of one batch are equally long. */
export async function lengthened(model: Model, given: Conditioning, length: number): Promise<Conditioning> {
  if (given.prompt.ids.length >= length) return given
  const empty = promptOf(model.tokenizer, '')
  const { data, shape } = (await model.loaded.encodeText([empty.ids], layerOf(given.reading))).context
  const D = shape[2]!
  const context = new Float32Array(length * D)
  context.set(rows(given.context, 0, 1).data)
  for (let at = given.prompt.ids.length; at < length; at += empty.ids.length) context.set(data, at * D)
  const weights = given.weights && { weights: Float32Array.from({ length }, (_, n) => given.weights![n] ?? 1) }
  return {
    ...given,
    prompt: padded(given.prompt, length, empty.ids),
    context: { shape: [1, length, D], data: context },
    ...weights,
  }
}
