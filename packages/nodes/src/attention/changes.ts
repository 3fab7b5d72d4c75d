import { crossAlpha, crossEdit, selfActive } from '@loom/diffusion'
import type { AttentionChanges, CrossTerm, LoadedModel, SelfRows } from '@loom/models'
import type { Edit } from './control'

/** An edited row's attention as terms over plain rows: A' = Σ A_source·mapped + A_own·diag(own). Rows count from the source. */
export type RowTerms = {
  readonly terms: readonly { source: number; mapped: Float32Array }[]
  readonly own: Float32Array
}

/** a·b of square matrices. */
function product(a: Float32Array, b: Float32Array, size: number): Float32Array {
  const out = new Float32Array(size * size)
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!
      if (factor !== 0) for (let j = 0; j < size; j++) out[i * size + j]! += factor * b[k * size + j]!
    }
  return out
}

/** diag(d)·b */
const scaleRows = (d: Float32Array, b: Float32Array): Float32Array =>
  b.map((value, i) => value * d[Math.floor(i / d.length)]!)

/**
 * The terms of source and edits at one UNet call. An edit of an edited row reads what that row has become:
 * A'_2 = A'_1·M = Σ_t A_t·(M_t·M) + A_1·(diag(d_1)·M).
 */
export function rowTerms(
  sourceWeights: Float32Array | undefined,
  edits: readonly Edit[],
  call: number,
  calls: number,
): RowTerms[] {
  const tokens = edits[0]?.mapper.tokens ?? sourceWeights?.length ?? 0
  const rows: RowTerms[] = [{ terms: [], own: sourceWeights ?? new Float32Array(tokens).fill(1) }]
  for (const edit of edits) {
    const { mapped, own } = crossEdit(
      edit.mapper,
      edit.weights,
      crossAlpha(edit.conditioning.prompt, edit.cross, call, calls),
    )
    const base = rows[edit.base]!
    const borrows = mapped.some((value) => value !== 0)
    const through = base.terms.map((term) => ({ source: term.source, mapped: product(term.mapped, mapped, tokens) }))
    rows.push({ terms: borrows ? [...through, { source: edit.base, mapped: scaleRows(base.own, mapped) }] : [], own })
  }
  return rows
}

/** Where the rows of a run stand in the UNet's batch: `groups` pictures, each with its source and edits, from row `first`. */
export type Layout = { readonly first: number; readonly groups: number; readonly rows: number }

/** The row that an edited one takes from, for every row of the batch; `edits` tell whether theirs does. */
function takenFrom(
  layout: Layout,
  edits: readonly { readonly base: number; readonly takes: boolean; readonly negative: boolean }[],
): number[] {
  const { first, groups, rows } = layout
  const taken = Array.from({ length: first + groups * rows }, (_, row) => row)
  const halves = first > 0 ? [0, first] : [first] // the negative half comes first where there is one
  for (const half of halves)
    for (let group = 0; group < groups; group++)
      for (const [e, { base, takes, negative }] of edits.entries()) {
        const at = half + group * rows
        if (takes && (negative || half === first)) taken[at + e + 1] = taken[at + base]!
      }
  return taken
}

/**
 * Whether self-attention at a scale is taken: from a least scale on, or the coarse maps, which the published code takes at 512
 * pixels: 16 × 16, a quarter of the latent there. Larger pictures count by the quarter, small latents have no larger maps.
 */
function reaches(
  least: number | 'coarse',
  scale: number,
  { height, width }: { height: number; width: number },
): boolean {
  if (least !== 'coarse') return scale >= least
  return scale >= 4 || Math.ceil(height / scale) * Math.ceil(width / scale) <= 16 ** 2
}

/** What the UNet does otherwise at one call. */
export function changesAt(
  rows: readonly RowTerms[],
  edits: readonly Edit[],
  { sites }: Pick<LoadedModel, 'sites'>,
  layout: Layout,
  call: number,
  calls: number,
  latent: { readonly height: number; readonly width: number },
): AttentionChanges {
  const cross: CrossTerm[] = []
  const own = new Map<number, Float32Array>()
  for (let group = 0; group < layout.groups; group++) {
    const at = (row: number) => layout.first + group * layout.rows + row
    for (const [r, row] of rows.entries()) {
      if (row.own.some((value) => value !== 1)) own.set(at(r), row.own)
      for (const { source, mapped } of row.terms) cross.push({ row: at(r), source: at(source), mapped })
    }
  }
  const self = new Map<number, SelfRows>()
  const each = takenFrom(layout, [])
  for (const [layer, site] of sites.self.entries()) {
    const taking = (kind: 'qk' | 'kv') =>
      takenFrom(
        layout,
        edits.map(({ base, self }) => {
          const here =
            reaches(self.scale, site.scale, latent) &&
            layer >= self.from * sites.self.length &&
            (self.stage === 'all' || self.stage === site.stage)
          const takes = self.take === kind && here && selfActive(self.window, call, calls)
          return { base, takes, negative: self.negative }
        }),
      )
    const [qk, kv] = [taking('qk'), taking('kv')]
    const changed = (list: readonly number[]) => list.some((row, i) => row !== i)
    if (changed(qk) || changed(kv))
      self.set(layer, { q: qk, k: qk.map((row, i) => (row === i ? kv[i]! : row)), v: changed(kv) ? kv : each })
  }
  const features = takenFrom(
    layout,
    edits.map(({ base, features }) => ({
      base,
      takes: features !== undefined && selfActive(features, call, calls),
      negative: true,
    })),
  )
  return { cross, own, self, features }
}
