import type { AttentionMap, HookedSites } from '@loom/models'
import type { RowTerms } from './changes'

/** Cross-attention of one row after its edit, mean over heads and layers: data [h,w,tokens], the first `tokens` of the text. */
export type RowMap = {
  readonly height: number
  readonly width: number
  readonly tokens: number
  readonly data: Float32Array
}

/** The maps of the rows of one picture. `map` [S,h,w,T] has its rows from `first` on, before editing; the first `tokens` of T are kept. */
export function editedMaps({ map }: AttentionMap, first: number, rows: readonly RowTerms[], tokens: number): RowMap[] {
  const [, height, width, T] = map.shape as [number, number, number, number]
  const pixels = height * width
  const plain = (row: number) => map.data.subarray((first + row) * pixels * T, (first + row + 1) * pixels * T)
  return rows.map(({ terms, own }, r) => {
    const mine = plain(r)
    const data = new Float32Array(pixels * tokens)
    for (let p = 0; p < pixels; p++) for (let n = 0; n < tokens; n++) data[p * tokens + n] = mine[p * T + n]! * own[n]!
    for (const { source, mapped } of terms) {
      const other = plain(source)
      for (let w = 0; w < T; w++)
        for (let n = 0; n < tokens; n++) {
          const factor = mapped[w * T + n]!
          if (factor !== 0) for (let p = 0; p < pixels; p++) data[p * tokens + n]! += other[p * T + w]! * factor
        }
    }
    return { height, width, tokens, data }
  })
}

/** How many layers a group's map is the mean of. */
export const layersIn = (sites: HookedSites, { stage, scale }: Pick<AttentionMap, 'stage' | 'scale'>): number =>
  sites.cross.filter((site) => site.stage === stage && site.scale === scale).length

/** Mean of maps of one size, each counted as often as it has layers. */
export function meanMap(maps: readonly { readonly map: RowMap; readonly layers: number }[]): RowMap {
  const { height, width, tokens } = maps[0]!.map
  const data = new Float32Array(maps[0]!.map.data.length)
  const all = maps.reduce((sum, { layers }) => sum + layers, 0)
  for (const { map, layers } of maps) for (let i = 0; i < data.length; i++) data[i]! += (map.data[i]! * layers) / all
  return { height, width, tokens, data }
}
