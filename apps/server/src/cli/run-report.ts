import type { ImageAsset, RunChange } from '@loom/protocol'
import type { RunEnd } from '@loom/runtime'

export type Shown = { node: string; image: ImageAsset }
type NodeTime = { node: string; cached: boolean; durationMs: number }

/** What a run gave, gathered from what it told. Durations in milliseconds. */
export class RunReport {
  readonly shown: Shown[] = []
  readonly nodes: NodeTime[] = []
  end: RunEnd = { status: 'cancelled' }
  durationMs = 0
  readonly warnings: { node: string; message: string }[] = []
  /** A node failed for what it was given, such as a model file that is cut off. */
  blamesInput = false
  readonly #began = performance.now()
  readonly #isTerminal: (node: string) => boolean

  constructor(isTerminal: (node: string) => boolean) {
    this.#isTerminal = isTerminal
  }

  take(change: RunChange): void {
    if (change.type === 'node-failed' && change.error.input !== undefined) this.blamesInput = true
    if (change.type !== 'node-done') return
    const { node, cached, durationMs, result } = change
    this.nodes.push({ node, cached, durationMs })
    this.warnings.push(...(result?.warnings ?? []).map((message) => ({ node, message })))
    if (this.#isTerminal(node)) this.shown.push(...(result?.images ?? []).map((image) => ({ node, image })))
  }

  finish(end: RunEnd): void {
    this.end = end
    this.durationMs = Math.round(performance.now() - this.#began)
  }

  json(images: readonly object[]): string {
    const { end, durationMs, nodes, warnings } = this
    return JSON.stringify({ ...end, durationMs, images, nodes, ...(warnings.length > 0 && { warnings }) }, null, 2)
  }
}
