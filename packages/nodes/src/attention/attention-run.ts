import { type Prompt, spokenLength } from '@loom/diffusion'
import type { Attended, LoadedModel, Told } from '@loom/models'
import type { AttentionResult, Carried, RunContext } from '@loom/runtime'
import { add, scale, type Tensor } from '@loom/tensor'
import type * as ports from '../ports'
import type { Conditioning } from '../values'
import { storeAtlas } from './atlas'
import { changesAt, type Layout, type RowTerms, rowTerms } from './changes'
import type { Control } from './control'
import { editedMaps, layersIn, meanMap } from './edited-maps'
import { blendLocally } from './local-blending'
import { MapSum } from './map-sum'
import type { AttentionRecord, RecordedGroup } from './record'

type Unet = Pick<LoadedModel, 'attend' | 'sites'>
type Options = {
  readonly positive: Conditioning
  readonly control: Control | undefined
  readonly layout: Layout
  /** That windows are fractions of, and how many of them others have made before. */
  readonly calls: number
  readonly firstCall: number
  /** Latent size. */
  readonly height: number
  readonly width: number
  /** Part of the places that is merged before self-attention. */
  readonly merged: number
  /** Keep every map of the first picture. */
  readonly record: boolean
  /** Keep the self-attention of the first picture. */
  readonly inspect: boolean
  /** Keep the mean maps of every picture. */
  readonly observe: boolean
}

/** Side of the maps that are blended by and shown, as in the published code at 512 pixels; the nearest there is is taken. */
const SIDE = 16

function nearestScale(scales: readonly number[], height: number, width: number): number {
  const off = (scale: number) => Math.abs(Math.log(Math.sqrt(height * width) / scale / SIDE))
  return scales.reduce((best, scale) => (off(scale) < off(best) ? scale : best), scales[0] ?? 1)
}

/** Attention over one run: what changes at each call, what is kept to blend by and to look at. */
export class AttentionRun {
  readonly #unet: Unet
  readonly #options: Options
  readonly #prompts: readonly Prompt[]
  readonly #blends: boolean
  readonly #sums: MapSum[]
  readonly #recorded: RecordedGroup[][] = []
  readonly #selfMaps: Tensor[] = []
  readonly #selfScale: number
  #call: number

  constructor(unet: Unet, options: Options) {
    const { positive, control, observe, layout } = options
    this.#unet = unet
    this.#selfScale = nearestScale(unet.sites.selfScales, options.height, options.width)
    this.#options = options
    this.#call = options.firstCall
    this.#prompts = [positive.prompt, ...(control?.edits.map((edit) => edit.conditioning.prompt) ?? [])]
    this.#blends = control?.edits.some((edit) => edit.blend) ?? false
    const summed = this.#blends || observe ? layout.groups : 0
    this.#sums = Array.from({ length: summed }, () => new MapSum())
  }

  get #edits() {
    return this.#options.control?.edits ?? []
  }

  /** One UNet call; batch [rows,C,h,w]. */
  async predict(batch: Tensor, times: readonly number[], told: Told): Promise<Tensor> {
    const { positive, calls, record, merged } = this.#options
    const { groups, rows: count } = this.#options.layout
    const layout = { first: batch.shape[0]! - groups * count, groups, rows: count } // a call may come without the negative half
    const rows = rowTerms(
      positive.weights ?? new Float32Array(told.context.shape[1]!).fill(1),
      this.#edits,
      this.#call,
      calls,
    )
    const changes = changesAt(rows, this.#edits, this.#unet, layout, this.#call, calls, this.#options)
    const pictures = Math.max(this.#sums.length, record ? 1 : 0)
    const shown = Array.from({ length: pictures * layout.rows }, (_, row) => layout.first + row)
    const inspected = this.#options.inspect && { inspected: { rows: [layout.first], scale: this.#selfScale } }
    const attended = await this.#unet.attend(batch, times, told, { ...changes, merged, shown, ...inspected })
    if (attended.self) this.#selfMaps.push(attended.self)
    this.#keep(attended, rows)
    this.#call++
    return attended.predicted
  }

  #keep({ maps }: Attended, rows: readonly RowTerms[]): void {
    if (maps.length === 0) return // nothing was asked, or only the outer layers ran
    const { layout, record, height, width } = this.#options
    const { sites } = this.#unet
    const tokens = Math.max(...this.#prompts.map((prompt) => spokenLength(prompt)))
    const groupsOf = (picture: number, scale?: number): RecordedGroup[] =>
      maps
        .filter((map) => scale === undefined || map.scale === scale)
        .map((map) => ({
          ...{ stage: map.stage, scale: map.scale, layers: layersIn(sites, map) },
          rows: editedMaps(map, picture * layout.rows, rows, tokens),
        }))
    if (record) this.#recorded.push(groupsOf(0))
    const scale = nearestScale(
      sites.groups.map((group) => group.scale),
      height,
      width,
    )
    for (const [picture, sum] of this.#sums.entries()) {
      const groups = groupsOf(picture, scale)
      sum.add(rows.map((_, row) => meanMap(groups.map((group) => ({ map: group.rows[row]!, layers: group.layers })))))
    }
  }

  /** After a step: pulls edited rows of x [rows,C,h,w] back to the source where they are not to change. */
  blend(x: Tensor): void {
    const { layout, calls } = this.#options
    if (!this.#blends) return
    for (const [picture, { rows }] of this.#sums.entries())
      blendLocally(x, picture * layout.rows, this.#edits, rows, this.#call, calls)
  }

  /** Every map of the run's first picture; its size in pixels. */
  record(width: number, height: number): AttentionRecord {
    return { prompts: this.#prompts, width, height, calls: this.#recorded }
  }

  /** How places of the run's first picture attended to each other; its size in pixels. */
  selfAttention(width: number, height: number): Carried<typeof ports.selfAttention> {
    const [mapHeight, mapWidth] = [this.#options.height, this.#options.width].map((side) =>
      Math.ceil(side / this.#selfScale),
    ) as [number, number]
    const mean = scale(this.#selfMaps.reduce(add), 1 / this.#selfMaps.length)
    return { map: { shape: mean.shape.slice(1), data: mean.data }, mapHeight, mapWidth, width, height }
  }

  /** The mean maps of the run's pictures. */
  atlas(assets: RunContext['assets']): Promise<AttentionResult> {
    return storeAtlas(this.#sums, this.#prompts, assets)
  }
}
