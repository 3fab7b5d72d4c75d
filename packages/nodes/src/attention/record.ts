import type { Prompt } from '@loom/diffusion'
import type { MapGroup } from '@loom/models'
import type { RowMap } from './edited-maps'

/** Maps of one group of layers at one UNet call, a map per row: the source first, then its edits. */
export type RecordedGroup = MapGroup & { readonly layers: number; readonly rows: readonly RowMap[] }

/** What the rows of a run's first picture attended to. Pixels are the picture's. */
export type AttentionRecord = {
  readonly prompts: readonly Prompt[]
  readonly width: number
  readonly height: number
  /** By UNet call. */
  readonly calls: readonly (readonly RecordedGroup[])[]
}
