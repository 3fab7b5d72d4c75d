import type { CrossWindow, Mapper, Prompt, Window } from '@loom/diffusion'
import type { Tensor } from '@loom/tensor'

/** Up to which size of map the source's self-attention is used: a quarter of the latent's side, half of it, or all. */
export const selfLayers = { quarter: 4, half: 2, all: 1 } as const
export type SelfLayers = keyof typeof selfLayers

/** Keeps the source's latent outside of where these words are; threshold of the heat's maximum, start as a part of the calls. */
export type LocalBlend = {
  /** Token positions in the source and in the edited prompt. */
  readonly words: readonly [readonly number[], readonly number[]]
  /** Of words whose place is kept as in the source. */
  readonly without: readonly [readonly number[], readonly number[]]
  readonly threshold: number
  readonly start: number
}

/** One edited row. It is painted beside its source, from the same noise. */
export type Edit = {
  readonly prompt: Prompt
  /** [1,tokens,D] */
  readonly context: Tensor
  /** The row it is an edit of: 0 the source, k the k-th edit. */
  readonly base: number
  readonly mapper: Mapper
  /** Per token [tokens]. */
  readonly weights: Float32Array
  readonly cross: CrossWindow
  readonly self: { readonly window: Window; readonly layers: SelfLayers }
  readonly blend?: LocalBlend
}

/** Edits of one source prompt. */
export type Control = { readonly modelId: string; readonly source: Prompt; readonly edits: readonly Edit[] }
