import type { DeviceChoice } from '@loom/models'
import type { PreviewHeader, RunChange } from '@loom/protocol'
import type { Previews, RunEnd } from '@loom/runtime'
import type { RunJob } from '../store/run-store'

/** What an engine is started with, as JSON in its first argument. */
export type EngineSettings = {
  /** Path or URL of a module that exports `library`; the nodes of this repository when absent. */
  readonly library?: string | undefined
  readonly models: readonly string[]
  readonly assets: string
  /** Where models compute: `auto`, `cpu`, `webgpu`, … */
  readonly device: string
  /** What the weights of open models may take. */
  readonly memoryBytes: number
  /** The folder for what can be made again. */
  readonly cache: string
  /** What models kept there laid out for the processor may take, with all else in it; 0: none are kept. */
  readonly prepackedBytes: number
  /** What the cache of node results may hold. */
  readonly cacheBytes: number
  /** What nodes may keep from one run for the next besides. */
  readonly keepBytes: number
  /** How previews of latents are made; `auto` when absent. */
  readonly previews?: Previews | undefined
}

/** Server → engine. */
export type ToEngine =
  | { type: 'run'; job: RunJob; previews: boolean }
  | { type: 'cancel'; run: string }
  | { type: 'previews'; run: string; wanted: boolean }

/** Engine → server. `change` is never `queued` or `ended`: those are the queue's to tell. */
export type FromEngine =
  | { type: 'ready'; choice: DeviceChoice }
  | { type: 'change'; run: string; change: RunChange }
  | { type: 'preview'; header: PreviewHeader; picture: Uint8Array }
  | { type: 'finished'; run: string; end: RunEnd }
