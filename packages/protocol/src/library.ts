import { z } from 'zod'
import { Workflow } from './workflow'

/** GET /api/v1/workflows: documents saved on the server. */
export const WorkflowSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** ms since 1970 */
  updatedAt: z.number(),
  /** Counts saves from 1; a save that names an older one is refused with 409, so two tabs do not overwrite each other. */
  revision: z.number().int().positive(),
})
export type WorkflowSummary = z.infer<typeof WorkflowSummary>

export const SavedWorkflow = WorkflowSummary.extend({ workflow: Workflow })
export type SavedWorkflow = z.infer<typeof SavedWorkflow>

/** PUT /api/v1/workflows/:id */
export const SaveRequest = z.strictObject({ workflow: z.unknown(), revision: z.number().int().positive().optional() })
export type SaveRequest = z.infer<typeof SaveRequest>

/** GET /api/v1/templates: the documents of graphs/. */
export const Template = z.object({ id: z.string(), workflow: Workflow })
export type Template = z.infer<typeof Template>

/** GET /api/v1/models */
export const ModelSummary = z.object({
  name: z.string(),
  kind: z.string(),
  /** What it is for: checkpoint, vae, lora, controlnet, embedding, upscaler or unknown. */
  role: z.string(),
  bytes: z.number(),
  title: z.string().optional(),
  /** Why it cannot be opened. */
  problem: z.string().optional(),
})
export type ModelSummary = z.infer<typeof ModelSummary>

/** GET /health */
export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  engine: z.enum(['starting', 'ready', 'restarting']),
  /** What models compute on, once the engine has been ready. */
  device: z.string().optional(),
  /** In which precision they compute where the workflow leaves it open: fp32 or fp16. */
  precision: z.string().optional(),
  /** Devices that were tried and cannot be used, and `fp16` where the one in use has none, with the reason. */
  refused: z.record(z.string(), z.string()).optional(),
  queued: z.number().int(),
  running: z.number().int(),
  uptimeS: z.number(),
})
export type Health = z.infer<typeof Health>
