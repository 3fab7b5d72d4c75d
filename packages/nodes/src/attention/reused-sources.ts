import { createHash } from 'node:crypto'
import {
  type Attended,
  type AttentionChanges,
  type KeptRows,
  type LoadedModel,
  partsRead,
  type Told,
} from '@loom/models'
import type { Tensor } from '@loom/tensor'
import type { Layout } from './changes'
import { type KeptCall, KeptCalls } from './kept-calls'
import { pickRows, pickTold, sourceRows, withoutSources } from './without-sources'

type Unet = Pick<LoadedModel, 'id' | 'attend' | 'sites'>
type Budget = { readonly device: string; readonly maxBytes: number }

const calls = new KeptCalls()
const hash = (...parts: readonly (string | Float32Array)[]) =>
  parts.reduce((all, part) => all.update(part), createHash('sha256')).digest('base64')

/**
 * A UNet that does not compute source rows again which an earlier run computed: sources of the same latent, time, prompts
 * and weights come from what that run kept, and only the edited rows are in the batch. Where something an edit reads was
 * not kept the whole batch is computed, and kept as far as the budget goes.
 */
export function reusingSources(
  unet: Unet,
  layout: Layout,
  { device, maxBytes }: Budget,
): Pick<Unet, 'attend' | 'sites'> {
  const { sites } = unet
  const sources = sourceRows(layout)
  const rest = Array.from({ length: layout.first + layout.groups * layout.rows }, (_, row) => row).filter(
    (row) => !sources.includes(row),
  )
  let lastTold: { context: Tensor; hash: string } | undefined
  let hasRoom = true
  calls.begin()

  /** What sources are told stays the same from call to call. */
  function toldHash(told: Told): string {
    if (lastTold?.context !== told.context) {
      const { context, pooled, numbers } = pickTold(told, sources)
      const parts = [context, pooled, numbers].map((part) => part?.data ?? 'none')
      lastTold = { context: told.context, hash: hash(...parts) }
    }
    return lastTold.hash
  }

  function keyOf(x: Tensor, time: number, told: Told, own: AttentionChanges['own']): string {
    const weights = sources.flatMap((row) => [...(own?.get(row) ?? [])])
    const about = JSON.stringify([
      unet.id,
      device,
      time,
      x.shape.slice(1),
      told.context.shape.slice(1),
      toldHash(told),
      weights,
    ])
    return hash(about, pickRows(x, sources).data)
  }

  /** The sources whose parts are read: none, those under the positive prompt, or all. */
  function readSources(changes: AttentionChanges): readonly number[] {
    const reads = (rows: readonly number[]) => partsRead(changes, new Set(rows), sites).length > 0
    const positive = sources.slice(0, layout.groups)
    return reads(sources.slice(layout.groups)) ? sources : reads(positive) ? positive : []
  }

  function suffices(known: KeptCall, changes: AttentionChanges, read: readonly number[]): boolean {
    const parts = partsRead(changes, new Set(read), sites)
    const kept = (rows: KeptRows | undefined) =>
      rows !== undefined && rows.count >= read.length && parts.every((name) => rows.parts.includes(name))
    const shown = (changes.shown ?? []).flatMap((row) => (sources.includes(row) ? [sources.indexOf(row)] : []))
    return (parts.length === 0 || kept(known.rows)) && shown.every((source) => known.maps[0]?.has(source))
  }

  /** The edited rows computed, those of sources put in between. */
  async function attendRest(
    x: Tensor,
    times: readonly number[],
    told: Told,
    changes: AttentionChanges,
    known: KeptCall,
  ) {
    const fewer = withoutSources(changes, sources, rest, readSources(changes).length > 0 ? known.rows : undefined)
    const some = await unet.attend(
      pickRows(x, rest),
      rest.map((row) => times[row]!),
      pickTold(told, rest),
      fewer,
    )
    const shown = changes.shown ?? []
    const ownShown = shown.filter((row) => !sources.includes(row))
    const maps = some.maps.map((group, g) => {
      const size = group.map.data.length / ownShown.length
      const data = new Float32Array(shown.length * size)
      for (const [i, row] of shown.entries()) {
        const at = ownShown.indexOf(row)
        const own = () => group.map.data.subarray(at * size, (at + 1) * size)
        data.set(at < 0 ? known.maps[g]!.get(sources.indexOf(row))! : own(), i * size)
      }
      return { ...group, map: { shape: [shown.length, ...group.map.shape.slice(1)], data } }
    })
    return { predicted: together(x, some.predicted, known), maps }
  }

  function together({ shape, data }: Tensor, some: Tensor, { predicted }: KeptCall): Tensor {
    const all = new Float32Array((data.length / shape[1]!) * some.shape[1]!)
    const size = all.length / shape[0]!
    for (const [from, rows] of [
      [some, rest],
      [predicted, sources],
    ] as const)
      for (const [i, row] of rows.entries()) all.set(from.data.subarray(i * size, (i + 1) * size), row * size)
    return { shape: [shape[0]!, ...some.shape.slice(1)], data: all }
  }

  function keep(key: string, { predicted, maps, kept }: Attended, shown: readonly number[]): void {
    const mapsOf = maps.map(({ map }) => {
      const own = shown.flatMap((row, i) => (sources.includes(row) ? [[i, sources.indexOf(row)] as const] : []))
      return new Map(own.map(([i, source]) => [source, pickRows(map, [i]).data]))
    })
    const light = { predicted: pickRows(predicted, sources), maps: mapsOf }
    if (kept && kept.count > 0 && !calls.set(key, { ...light, rows: kept }, maxBytes)) hasRoom = false
    if (!kept || kept.count === 0 || !hasRoom) calls.set(key, light, maxBytes)
  }

  return {
    sites,
    async attend(x, times, told, changes) {
      if (changes.inspected) return unet.attend(x, times, told, changes)
      const key = keyOf(x, times[0]!, told, changes.own)
      const known = calls.get(key)
      const read = readSources(changes)
      if (known && suffices(known, changes, read)) return attendRest(x, times, told, changes, known)
      const recorded = hasRoom && read.length > 0 && { recorded: read }
      const attended = await unet.attend(x, times, told, { ...changes, ...recorded })
      // The same sources as before to the last bit, so that later calls find theirs.
      const same = known ? together(x, pickRows(attended.predicted, rest), known) : attended.predicted
      keep(key, { ...attended, predicted: same }, changes.shown ?? [])
      return { ...attended, predicted: same }
    },
  }
}
