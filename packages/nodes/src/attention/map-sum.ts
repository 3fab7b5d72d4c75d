import type { RowMap } from './edited-maps'

/** Maps of a picture's rows added up over the calls of a run. */
export class MapSum {
  readonly rows: RowMap[] = []
  calls = 0

  /** Maps of source and edits at one call. */
  add(maps: readonly RowMap[]): void {
    this.calls++
    for (const [row, map] of maps.entries()) {
      const sum = this.rows[row]
      if (!sum) this.rows[row] = { ...map, data: Float32Array.from(map.data) }
      else for (let i = 0; i < sum.data.length; i++) sum.data[i]! += map.data[i]!
    }
  }
}
