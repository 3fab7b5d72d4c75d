import { type PreviewHeader, packPreview } from '@loom/protocol'

export type Frame = Uint8Array
type Watcher = (frame: Frame) => void

/** Hands previews to whoever watches a run. Nothing is stored but the newest of each run that goes. */
export class PreviewHub {
  readonly #latest = new Map<string, Frame>()
  readonly #watchers = new Map<string, Set<Watcher>>()

  /** `onWanted` hears when the first comes to watch a run and when the last has gone. */
  constructor(readonly onWanted: (run: string, wanted: boolean) => void = () => {}) {}

  isWanted(run: string): boolean {
    return this.#watchers.has(run)
  }

  /** Gives the newest at once, if there is one; what it returns ends the watching. */
  watch(run: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(run) ?? new Set()
    this.#watchers.set(run, watchers)
    watchers.add(watcher)
    if (watchers.size === 1) this.onWanted(run, true)
    const latest = this.#latest.get(run)
    if (latest) watcher(latest)
    return () => {
      watchers.delete(watcher)
      if (watchers.size > 0 || this.#watchers.get(run) !== watchers) return
      this.#watchers.delete(run)
      this.onWanted(run, false)
    }
  }

  publish(header: PreviewHeader, picture: Uint8Array): void {
    const frame = packPreview(header, picture)
    this.#latest.set(header.run, frame)
    for (const watcher of this.#watchers.get(header.run) ?? []) watcher(frame)
  }

  /** The run has ended. */
  forget(run: string): void {
    this.#latest.delete(run)
  }
}
