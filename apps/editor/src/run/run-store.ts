import type { AttentionResult, ImageAsset, NodeError, Problem, RunStatus } from '@loom/protocol'
import { create } from 'zustand'

/** What the canvas shows of one node in the run it follows; `stale`: pictures of the run before. */
export type NodeRun = {
  readonly phase: 'stale' | 'running' | 'done' | 'failed' | 'skipped'
  readonly done?: number
  readonly total?: number
  readonly cached?: boolean
  readonly durationMs?: number
  readonly error?: NodeError
  readonly warnings?: readonly string[]
  readonly images?: readonly ImageAsset[]
  readonly values?: Readonly<Record<string, string | number | boolean>>
  /** What its pictures attended to, when the run observed it. */
  readonly attention?: AttentionResult
}

export type RunState = {
  /** The run this document shows; null before the first. */
  readonly run: string | null
  readonly status: RunStatus | 'starting' | null
  readonly error: string | null
  readonly startedAt: number | null
  readonly durationMs: number | null
  /** Nodes that this run works through, and how many have ended. */
  readonly planned: number
  readonly ended: number
  /** Runs of this document that come after it, the next one first. */
  readonly waiting: readonly string[]
  /** Runs before it in the queue. */
  readonly position: number
  readonly nodes: Readonly<Record<string, NodeRun>>
  /** Object URLs of the newest preview, by node. */
  readonly previews: Readonly<Record<string, string>>
  /** What the server said is wrong with the document, until it is changed. */
  readonly problems: readonly Problem[]
}

export const idle: RunState = {
  run: null,
  waiting: [],
  status: null,
  error: null,
  startedAt: null,
  durationMs: null,
  planned: 0,
  ended: 0,
  position: 0,
  nodes: {},
  previews: {},
  problems: [],
}

export const useRun = create<RunState>(() => idle)

export const isGoing = ({ status }: Pick<RunState, 'status'>) =>
  status === 'starting' || status === 'queued' || status === 'running'
