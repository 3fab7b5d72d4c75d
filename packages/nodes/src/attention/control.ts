import type { CrossWindow, Mapper, Prompt, Window } from '@loom/diffusion'
import type { Conditioning } from '../values'

/** What an edited row takes of its source's self-attention, where and when. */
type SelfTake = {
  /** Queries and keys keep the layout; keys and values paint the edit with the source's contents. */
  readonly take: 'qk' | 'kv'
  readonly window: Window
  /** Only maps this small: latent pixels a side of a map’s pixel, at least; or what is coarse at the latent’s size. */
  readonly scale: number | 'coarse'
  /** Only layers from this part of all on, in running order, 0…1. */
  readonly from: number
  readonly stage: 'all' | 'up'
  /** Under the negative prompt, too. */
  readonly negative: boolean
}

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
  readonly conditioning: Conditioning
  /** The row it is an edit of: 0 the source, k the k-th edit. */
  readonly base: number
  readonly mapper: Mapper
  /** Per token [tokens]. */
  readonly weights: Float32Array
  readonly cross: CrossWindow
  readonly self: SelfTake
  /** When the source's feature is taken, for Plug-and-Play. */
  readonly features?: Window
  readonly blend?: LocalBlend
}

/** Edits of one source prompt. */
export type Control = { readonly modelId: string; readonly source: Prompt; readonly edits: readonly Edit[] }
