import { once } from 'node:events'
import type { RunEvent } from '@loom/protocol'
import type { Response } from 'express'

const COMMENT_MS = 20_000

/** Answers with Server-Sent Events. A reader that is slow is waited for: what it has not read stays in the log. */
export async function streamEvents(
  res: Response,
  read: (signal: AbortSignal) => AsyncIterable<RunEvent>,
): Promise<void> {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  res.flushHeaders()
  const alive = setInterval(() => res.write(':\n\n'), COMMENT_MS) // keeps proxies from closing it
  try {
    for await (const event of read(gone.signal)) {
      const open = res.write(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`)
      if (!open) await once(res, 'drain', { signal: gone.signal })
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error
  } finally {
    clearInterval(alive)
    res.end()
  }
}
