import type { Dim, Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { type Edit, type EditAttention, probabilities, type Site } from './attention'

/** Sites whose maps are shown as one: of a stage, at a scale. */
export type MapGroup = Pick<Site, 'stage' | 'scale'>
export const groupName = ({ stage, scale }: MapGroup) => `maps_${stage}_${scale}`

export const selfName = (scale: number) => `self_${scale}`
export const inspectedName = (scale: number) => `inspected_${scale}`

/** What a hooked UNet has besides its own inputs and outputs; tells which layers there are, in running order. */
export type HookedSites = {
  readonly self: readonly Site[]
  readonly cross: readonly Site[]
  readonly groups: readonly MapGroup[]
  /** Scales at which there is self-attention. */
  readonly selfScales: readonly number[]
}

/**
 * Lets every run edit attention without another graph. For each row of the batch, cross-attention becomes
 * A'_row·V_row = Σ_terms A_source·(mapped·V_row) + A_row·(diag(own)·V_row), and self-attention takes q, k, v from rows
 * that the run names. A run without terms or shown rows computes nothing for them: their tensors have no rows.
 *
 * Inputs: `mapped` [E,tokens,tokens], source position first; `edited` and `source` [E], rows of the batch; `own`
 * [B,tokens]; `rows` [self-attention layers,3,B]; `features` [B], rows whose feature is taken; `shown` [S], rows whose maps
 * are wanted; `inspected_1`, `inspected_2`, … [I], by scale, rows whose self-attention maps are wanted.
 * Outputs: for each group the maps before editing, mean over heads and layers: [S,pixels,tokens]; for each scale the
 * self-attention, mean over heads and layers: [I,pixels,pixels].
 * Hertz et al. 2022, §3; arXiv:2208.01626; the terms collected as in packages/diffusion/src/attention-edits/cross-edit.ts.
 */
export function attentionHook(g: Scope, { batch, tokens }: { batch: Dim; tokens: Dim }) {
  const mapped = g.input('mapped', 'float32', ['E', tokens, tokens])
  const edited = g.input('edited', 'int32', ['E'])
  const source = g.input('source', 'int32', ['E'])
  const own = g.input('own', 'float32', [batch, tokens])
  const rows = g.input('rows', 'int32', ['layers', 3, batch])
  const features = g.input('features', 'int32', [batch])
  const shown = g.input('shown', 'int32', ['S'])
  const sites: { self: Site[]; cross: Site[] } = { self: [], cross: [] }
  const selves = new Map<number, { which: Value; layers: Value[] }>()
  const maps = new Map<string, { group: MapGroup; layers: Value[] }>()

  const ownColumn = nn.unsqueeze(g, own, [1, 3]) // [B,1,tokens,1]
  const mappedHeads = nn.unsqueeze(g, mapped, [1]) // [E,1,tokens,tokens]
  const editedRows = nn.unsqueeze(g, g.cast(edited, 'int64'), [1]) // [E,1]

  function remember(g: Scope, probs: Value, { stage, scale }: Site): void {
    const key = groupName({ stage, scale })
    const entry = maps.get(key) ?? { group: { stage, scale }, layers: [] }
    entry.layers.push(nn.mean(g, nn.gather(g, probs, shown), 1)) // [S,pixels,tokens]
    maps.set(key, entry)
  }

  function inspect(g: Scope, q: Value, k: Value, heads: number, { scale }: Site): void {
    const entry = selves.get(scale) ?? { which: g.input(inspectedName(scale), 'int32', ['I']), layers: [] }
    const probs = probabilities(g, nn.gather(g, q, entry.which), nn.gather(g, k, entry.which), heads)
    entry.layers.push(nn.mean(g, probs, 1)) // [I,pixels,pixels]
    selves.set(scale, entry)
  }

  /** probs [B,heads,n,tokens], v [B,heads,tokens,d] → [B,heads,n,d] */
  function weigh(g: Scope, probs: Value, v: Value): Value {
    const kept = nn.matmul(g, probs, nn.mul(g, v, ownColumn))
    const borrowed = nn.matmul(g, nn.gather(g, probs, source), nn.matmul(g, mappedHeads, nn.gather(g, v, edited)))
    return nn.addRows(g, kept, editedRows, borrowed)
  }

  const edit: EditAttention = (site): Edit => {
    if (site.kind === 'self') {
      const layer = sites.self.push(site) - 1
      const from = (which: number) =>
        nn.gather(g, nn.gather(g, rows, g.constant(layer, 'int64')), g.constant(which, 'int64'))
      return {
        inspect: (g, q, k, heads) => inspect(g, q, k, heads, site),
        rows: (g, q, k, v) => [nn.gather(g, q, from(0)), nn.gather(g, k, from(1)), nn.gather(g, v, from(2))],
      }
    }
    sites.cross.push(site)
    return {
      weigh(g, probs, v) {
        remember(g, probs, site)
        return weigh(g, probs, v)
      },
    }
  }

  /** The feature that Plug-and-Play takes: what the second block's second residual adds to its skip, Tumanyan et al. 2022, §4; arXiv:2211.12572 */
  const feature = (x: Value, block: number, residual: number): Value =>
    block === 1 && residual === 1 ? nn.gather(g, x, features) : x

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
