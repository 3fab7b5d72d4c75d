import { z } from 'zod'
import { ImageAsset } from './assets'
import { Problem } from './problem'
import { InputValue, NodeId, Workflow } from './workflow'

/** `interrupted`: the server stopped while it was queued or going. */
export const RunStatus = z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'])
export type RunStatus = z.infer<typeof RunStatus>
export const hasEnded = (status: RunStatus) => status !== 'queued' && status !== 'running'

/** POST /api/v1/runs. `set` changes inputs before running: `{ "prompt.text": "a dog" }`. `outputs` runs what these nodes need.
 * `observe` has nodes tell what their pictures attended to, at a small cost. */
export const RunRequest = z.strictObject({
  workflow: z.unknown(),
  set: z.record(z.string(), InputValue).optional(),
  outputs: z.array(NodeId).max(1_000).optional(),
  observe: z.boolean().optional(),
})
export type RunRequest = z.infer<typeof RunRequest>

export const NodeError = z.object({ message: z.string(), input: z.string().optional() })
export type NodeError = z.infer<typeof NodeError>

/**
 * What the pictures of a node attended to, mean over its steps: a grey tile for every token of every picture. The atlas has a
 * row per picture, in the order of the batch: the source and its edits, again and again, so that row r is of prompt
 * r mod prompts.length. It has a column per token, the start marker first; a pixel's attention is grey ÷ 255 · peaks[row][column].
 */
export const AttentionResult = z.object({
  prompts: z.array(
    z.object({
      text: z.string(),
      /** Tokens in the order of the columns, without the start marker; start…end−1 of the text in UTF-16 units. */
      tokens: z.array(z.object({ text: z.string(), start: z.number().int(), end: z.number().int() })),
    }),
  ),
  atlas: ImageAsset,
  /** Pixels of a tile. */
  tile: z.object({ width: z.number().int(), height: z.number().int() }),
  peaks: z.array(z.array(z.number())),
})
export type AttentionResult = z.infer<typeof AttentionResult>

/** Outputs that a document or a screen can hold: values and images; tensors and models stay in the engine. */
export const NodeResult = z.object({
  images: z.array(ImageAsset).optional(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  attention: AttentionResult.optional(),
})
export type NodeResult = z.infer<typeof NodeResult>

const node = NodeId
/** What a run tells, in order. Only changes, never the whole state again. Durations in milliseconds. */
export const RunChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('queued') }),
  z.object({ type: z.literal('started'), nodes: z.number().int() }),
  z.object({ type: z.literal('node-started'), node }),
  z.object({ type: z.literal('progress'), node, done: z.number().int(), total: z.number().int() }),
  z.object({
    type: z.literal('node-done'),
    node,
    cached: z.boolean(),
    durationMs: z.number(),
    result: NodeResult.optional(),
  }),
  z.object({ type: z.literal('node-failed'), node, error: NodeError }),
  z.object({ type: z.literal('node-skipped'), node, because: NodeId }),
  z.object({
    type: z.literal('ended'),
    status: z.enum(['done', 'failed', 'cancelled', 'interrupted']),
    durationMs: z.number(),
    error: z.string().optional(),
  }),
])
export type RunChange = z.infer<typeof RunChange>

/** A change with its place in the run: `seq` counts from 1 without gaps; `at` is ms since 1970. */
export const RunEvent = z.intersection(
  RunChange,
  z.object({ run: z.string(), seq: z.number().int().positive(), at: z.number() }),
)
export type RunEvent = z.infer<typeof RunEvent>

/** GET /api/v1/runs/:id */
export const RunSummary = z.object({
  id: z.string(),
  status: RunStatus,
  name: z.string(),
  /** ms since 1970 */
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  error: z.string().nullable(),
  /** Images of its terminal nodes, by node. */
  images: z.record(NodeId, z.array(ImageAsset)),
  /** Runs before it in the queue; 0 when going or ended. */
  position: z.number().int(),
})
export type RunSummary = z.infer<typeof RunSummary>

export const RunDetails = RunSummary.extend({ workflow: Workflow, lastSeq: z.number().int() })
export type RunDetails = z.infer<typeof RunDetails>

/** Answer 422 to a document that cannot run. */
export const Refusal = z.object({ problems: z.array(Problem) })
