import { z } from 'zod'
import { RunEvent, RunSummary } from './runs'

/** Client → server, as JSON text. `after`: the last `seq` it saw; 0 tells the run from its start. */
export const ClientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('follow'), run: z.string(), after: z.number().int().min(0).default(0) }),
  z.strictObject({ type: z.literal('unfollow'), run: z.string() }),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** Server → client, as JSON text. Previews come as binary frames, see `preview-frame.ts`. */
export const ServerMessage = z.union([
  z.object({ type: z.literal('run'), event: RunEvent }),
  /** A run was added, started or ended. */
  z.object({ type: z.literal('runs-changed'), run: RunSummary }),
  z.object({ type: z.literal('engine'), state: z.enum(['starting', 'ready', 'restarting']) }),
  z.object({ type: z.literal('error'), message: z.string() }),
  z.object({ type: z.literal('pong') }),
])
export type ServerMessage = z.infer<typeof ServerMessage>
