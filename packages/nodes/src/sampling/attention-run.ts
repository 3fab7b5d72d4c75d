import type { Attended, LoadedModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { changesAt, type Layout, type RowTerms, rowTerms } from '../attention/changes'
import type { Control } from '../attention/control'
import { editedMaps, layersIn, meanMap, type RowMap } from '../attention/edited-maps'
import { BLEND_SIDE, LocalBlending } from '../attention/local-blending'
import type { AttentionRecord, RecordedGroup } from '../attention/record'
import type { Conditioning } from '../ports'

type Unet = Pick<LoadedModel, 'attend' | 'sites'>
type Options = {
  readonly positive: Conditioning
  readonly control: Control | undefined
  readonly layout: Layout
  readonly calls: number
  /** Latent size. */
  readonly height: number
  readonly width: number
  readonly record: boolean
}

/** Scale whose maps come nearest to the side that blending looks at. */
function blendScale({ sites }: Unet, height: number, width: number): number {
  const scales = [...new Set(sites.groups.map((group) => group.scale))]
  const off = (scale: number) => Math.abs(Math.log(Math.sqrt(height * width) / scale / BLEND_SIDE))
  return scales.reduce((best, scale) => (off(scale) < off(best) ? scale : best))
}

/** Attention over one run: what changes at each call, what is kept to blend by and to look at. */
export class AttentionRun {
  readonly #unet: Unet
  readonly #options: Options
  readonly #blendings: LocalBlending[]
  readonly #recorded: RecordedGroup[][] = []
  #call = 0

  constructor(unet: Unet, options: Options) {
    this.#unet = unet
    this.#options = options
    const blends = options.control?.edits.some((edit) => edit.blend) ?? false
    this.#blendings = blends ? Array.from({ length: options.layout.groups }, () => new LocalBlending()) : []
  }

  get #edits() {
    return this.#options.control?.edits ?? []
  }

  /** One UNet call; batch [rows,C,h,w], context [rows,tokens,D]. */
  async predict(batch: Tensor, times: readonly number[], context: Tensor): Promise<Tensor> {
    const { positive, layout, calls, record } = this.#options
    const tokens = context.shape[1]!
    const rows = rowTerms(positive.weights ?? new Float32Array(tokens).fill(1), this.#edits, this.#call, calls)
    const changes = changesAt(rows, this.#edits, this.#unet, layout, this.#call, calls)
    const all = Array.from({ length: layout.groups * layout.rows }, (_, row) => layout.first + row)
    const shown = this.#blendings.length > 0 ? all : record ? all.slice(0, layout.rows) : []
    const attended = await this.#unet.attend(batch, times, context, { ...changes, shown })
    this.#keep(attended, rows)
    this.#call++
    return attended.predicted
  }

  #keep({ maps }: Attended, rows: readonly RowTerms[]): void {
    const { layout, record, height, width } = this.#options
    const tokens = Math.max(...this.#prompts.map((prompt) => prompt.tokens.length + 2))
    const { sites } = this.#unet
    const of = (group: number): RecordedGroup[] =>
      maps.map((map) => ({
        ...{ stage: map.stage, scale: map.scale, layers: layersIn(sites, map) },
        rows: editedMaps(map, group * layout.rows, rows, tokens),
      }))
    if (record) this.#recorded.push(of(0))
    const scale = this.#blendings.length > 0 ? blendScale(this.#unet, height, width) : 0
    for (const [group, blending] of this.#blendings.entries()) {
      const groups = of(group).filter((each) => each.scale === scale)
      const map = (row: number): RowMap =>
        meanMap(groups.map((each) => ({ map: each.rows[row]!, layers: each.layers })))
      blending.add(rows.map((_, row) => map(row)))
    }
  }

  /** After a step: pulls edited rows of x [rows,C,h,w] back to the source where they are not to change. */
  blend(x: Tensor): void {
    const { layout, calls } = this.#options
    for (const [group, blending] of this.#blendings.entries())
      blending.apply(x, group * layout.rows, this.#edits, this.#call, calls)
  }

  get #prompts() {
    const { positive, control } = this.#options
    return [positive.prompt, ...(control?.edits.map((edit) => edit.prompt) ?? [])]
  }

  /** What was attended to, on pictures of this size in pixels. */
  record(width: number, height: number): AttentionRecord {
    return { prompts: this.#prompts, width, height, calls: this.#recorded }
  }
}
