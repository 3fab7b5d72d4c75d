import type { Dim, Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { type Edit, type EditAttention, probabilities, type Site } from './attention'
import { isFinest, tokenMerging } from './token-merging'

/** Sites whose maps are shown as one: of a stage, at a scale. */
export type MapGroup = Pick<Site, 'stage' | 'scale'>
export const groupName = ({ stage, scale }: MapGroup) => `maps_${stage}_${scale}`

export const selfName = (scale: number) => `self_${scale}`
export const inspectedName = (scale: number) => `inspected_${scale}`

/** Names of what a layer takes from a row that is not in the batch: cross-attention q and k, self-attention q, k and v. */
export const partName = ({ kind }: Pick<Site, 'kind'>, layer: number, of: 'q' | 'k' | 'v') => `${kind}_${layer}_${of}`
export const featurePart = 'feature'

/** Where `changed` says that something differs from a plain UNet; the self-attention layers follow. */
export const flags = { kept: 0, cross: 1, features: 2, self: 3 } as const

/** What a hooked UNet has besides its own inputs and outputs; tells which layers there are, in running order. */
export type HookedSites = {
  readonly self: readonly Site[]
  readonly cross: readonly Site[]
  readonly groups: readonly MapGroup[]
  /** Scales at which there is self-attention. */
  readonly selfScales: readonly number[]
  /** What can be recorded of a row and kept for later, in the order of `kept`. */
  readonly parts: readonly string[]
}

/**
 * Lets every run edit attention without another graph. For each row of the batch, cross-attention becomes
 * A'_row·V_row = Σ_terms A_source·(mapped·V_row) + A_row·(diag(own)·V_row), and self-attention takes q, k, v from rows
 * that the run names. Sources may be rows of an earlier run, of which only the attention inputs were kept. Every layer
 * has a plain form, too, which runs where `changed` says so and costs what it costs without a hook.
 *
 * Inputs: `mapped` [E,tokens,tokens], source position first, and `edited` [E], its row of the batch, for each term; `source`
 * has the source rows of the first terms, `keptSource` those of the rest among the kept rows; `own` [B,tokens]; `rows`
 * [self-attention layers,3,B] and `features` [B], where the kept rows follow those of the batch; `shown` [S], rows whose
 * maps are wanted; `inspected_1`, `inspected_2`, … [I], by scale, rows whose self-attention maps are wanted; `recorded` [P],
 * rows whose parts are; `kept`, parts of K rows one after the other, and `keptStarts`, where each begins, and the end;
 * `changed`, see `flags`.
 * Outputs: for each group the maps before editing, mean over heads and layers: [S,pixels,tokens]; for each scale the
 * self-attention, mean over heads and layers: [I,pixels,pixels]; the parts of the recorded rows. One that comes from layers
 * in their plain form is empty.
 * Hertz et al. 2022, §3; arXiv:2208.01626; the terms collected as in packages/diffusion/src/attention-edits/cross-edit.ts.
 */
export function attentionHook(g: Scope, { batch, tokens }: { batch: Dim; tokens: Dim }) {
  const mapped = g.input('mapped', 'float32', ['E', tokens, tokens])
  const edited = g.input('edited', 'int32', ['E'])
  const source = g.input('source', 'int32', ['E-J'])
  const keptSource = g.input('keptSource', 'int32', ['J'])
  const own = g.input('own', 'float32', [batch, tokens])
  const rows = g.input('rows', 'int32', ['layers', 3, batch])
  const features = g.input('features', 'int32', [batch])
  const shown = g.input('shown', 'int32', ['S'])
  const recorded = g.input('recorded', 'int32', ['P'])
  const kept = g.input('kept', 'float32', ['parts'])
  const keptStarts = g.cast(g.input('keptStarts', 'int32', ['starts']), 'int64')
  const changed = g.input('changed', 'bool', ['flags'])
  const merge = tokenMerging(g)
  const sites: { self: Site[]; cross: Site[]; parts: string[] } = { self: [], cross: [], parts: [] }
  const selves = new Map<number, { which: Value; layers: Value[] }>()
  const maps = new Map<string, { group: MapGroup; layers: Value[] }>()

  const flag = (at: number): Value => nn.gather(g, changed, g.constant([at], 'int64'))
  const [usesKept, crossChanged] = [flag(flags.kept), flag(flags.cross)]
  const ownColumn = nn.unsqueeze(g, own, [1, 3]) // [B,1,tokens,1]
  const mappedHeads = nn.unsqueeze(g, mapped, [1]) // [E,1,tokens,tokens]
  const editedRows = nn.unsqueeze(g, g.cast(edited, 'int64'), [1]) // [E,1]
  // Cut from an input: onnxruntime cannot read a graph again that it wrote with constants in branches.
  const empty = nn.unsqueeze(g, nn.slice(g, kept, 0, 0), [1, 2])
  const nothing = () => g.node('Identity', [empty], empty)

  /** Gives each part a name, and a way to read what was kept under it. */
  function part(name: string, like: Value) {
    const at = sites.parts.push(name) - 1
    return (g: Scope) => g.cast(nn.rowsFrom(g, kept, keptStarts, at, like, 'K'), nn.floatOf(like))
  }
  const record = (g: Scope, x: Value) => g.cast(nn.gather(g, x, recorded), 'float32')

  /** `edit` with the kept parts, or with nothing kept, as the run has it. */
  const withKept = (g: Scope, parts: readonly ((g: Scope) => Value)[], edit: (kept?: Value[]) => Value[]): Value[] =>
    nn.branch(
      g,
      usesKept,
      () => edit(parts.map((read) => read(g))),
      () => edit(),
    )

  function crossAttention(site: Site, layer: number): Edit {
    return (g, q, k, v, heads) => {
      const names = (['q', 'k'] as const).map((of) => partName(site, layer, of)) as [string, string]
      const parts = [part(names[0], q), part(names[1], k)]
      const edit = (kept?: Value[]): Value[] => {
        const probs = probabilities(g, q, k, heads)
        const V = nn.splitHeads(g, v, heads)
        let sources = nn.gather(g, probs, source)
        if (kept) {
          const before = probabilities(g, kept[0]!, kept[1]!, heads)
          sources = nn.concat(g, [sources, nn.gather(g, before, keptSource)], 0)
        }
        const terms = { ...sources, shape: ['E', ...sources.shape.slice(1)] }
        const [M, d] = [mappedHeads, ownColumn].map((weights) => g.cast(weights, nn.floatOf(V))) as [Value, Value]
        const borrowed = nn.matmul(g, terms, nn.matmul(g, M, nn.gather(g, V, edited)))
        const y = nn.addRows(g, nn.matmul(g, probs, nn.mul(g, V, d)), editedRows, borrowed)
        const map = nn.mean(g, g.cast(nn.gather(g, probs, shown), 'float32'), 1) // [S,pixels,tokens]
        return [nn.mergeHeads(g, y), map, record(g, q), record(g, k)]
      }
      // Not by flash, which rounds otherwise: a run must not change when somebody looks on.
      const plain = () => {
        const y = nn.matmul(g, probabilities(g, q, k, heads), nn.splitHeads(g, v, heads))
        return [nn.mergeHeads(g, y), nothing(), nothing(), nothing()]
      }
      const [y, map, ...records] = nn.branch(g, crossChanged, () => withKept(g, parts, edit), plain)
      for (const [i, name] of names.entries()) g.output(name, records[i]!)
      const key = groupName(site)
      const entry = maps.get(key) ?? { group: { stage: site.stage, scale: site.scale }, layers: [] }
      entry.layers.push(map!)
      maps.set(key, entry)
      return y!
    }
  }

  function selfAttention(site: Site, layer: number): Edit {
    const from = (which: number) =>
      nn.gather(g, nn.gather(g, rows, g.constant(layer, 'int64')), g.constant(which, 'int64'))
    const attend: Edit = (g, q, k, v, heads) => {
      const entry = selves.get(site.scale) ?? { which: g.input(inspectedName(site.scale), 'int32', ['I']), layers: [] }
      const own = [q, k, v]
      const names = (['q', 'k', 'v'] as const).map((of) => partName(site, layer, of))
      const parts = own.map((x, i) => part(names[i]!, x))
      const edit = (kept?: Value[]): Value[] => {
        const all = own.map((x, i) => (kept ? nn.concat(g, [x, kept[i]!], 0) : x))
        const [Q, K, V] = all.map((x, i) => nn.gather(g, x, from(i))) as [Value, Value, Value]
        const inspect = () => {
          const looked = [Q, K].map((x) => nn.gather(g, x, entry.which)) as [Value, Value]
          return [nn.mean(g, g.cast(probabilities(g, ...looked, heads), 'float32'), 1)] // [I,pixels,pixels]
        }
        // GPUs refuse a softmax of no rows.
        const [map] = nn.branch(g, nn.isAny(g, entry.which), inspect, () => [nothing()])
        return [nn.flashAttention(g, Q, K, V, heads), map!, ...own.map((x) => record(g, x))]
      }
      const plain = () => [nn.flashAttention(g, q, k, v, heads), nothing(), ...own.map(nothing)]
      const [y, map, ...records] = nn.branch(g, flag(flags.self + layer), () => withKept(g, parts, edit), plain)
      for (const [i, name] of names.entries()) g.output(name, records[i]!)
      entry.layers.push(map!)
      selves.set(site.scale, entry)
      return y!
    }
    return isFinest(site, sites.self) ? Object.assign(attend, { merge: merge(layer) }) : attend
  }

  const edit: EditAttention = (site): Edit =>
    site.kind === 'self'
      ? selfAttention(site, sites.self.push(site) - 1)
      : crossAttention(site, sites.cross.push(site) - 1)

  /** The feature that Plug-and-Play takes: what the second block's second residual adds to its skip, Tumanyan et al. 2022, §4; arXiv:2211.12572 */
  const feature = (x: Value, block: number, residual: number): Value => {
    if (block !== 1 || residual !== 1) return x
    const read = part(featurePart, x)
    const edit = (kept?: Value[]): Value[] => [
      nn.gather(g, kept ? nn.concat(g, [x, kept[0]!], 0) : x, features),
      record(g, x),
    ]
    const plain = () => [g.node('Identity', [x], x), nothing()]
    const [y, records] = nn.branch(g, flag(flags.features), () => withKept(g, [read], edit), plain)
    g.output(featurePart, records!)
    return y!
  }

  /** Adds the outputs once every layer is built. */
  function finish(): HookedSites {
    const outputs = [...maps].map(([name, { layers }]) => [name, layers] as const)
    const inner = [...selves].map(([scale, { layers }]) => [selfName(scale), layers] as const)
    for (const [name, layers] of [...outputs, ...inner]) {
      const sum = layers.reduce((all, layer) => nn.add(g, all, layer))
      g.output(name, nn.times(g, sum, 1 / layers.length))
    }
    return { ...sites, groups: [...maps.values()].map(({ group }) => group), selfScales: [...selves.keys()] }
  }

  return { edit, feature, finish }
}
