import type { RunEvent } from '@loom/protocol'
import { ApiError } from './api-error'
import { backoff } from './backoff'
import { eventData } from './event-stream'
import type { Http } from './http'

export type EventsOptions = { after?: number; signal?: AbortSignal }

/** The events of one run over plain HTTP until it has ended; a cut connection is opened again after the last number seen. */
export async function* runEvents(http: Http, run: string, options: EventsOptions = {}): AsyncGenerator<RunEvent, void> {
  const { after = 0, signal } = options
  let last = after
  for (let attempt = 0; ; attempt++) {
    try {
      const headers = { 'last-event-id': String(last) }
      const path = `/api/v1/runs/${encodeURIComponent(run)}/events`
      const response = await http.call('GET', path, undefined, { headers, ...(signal && { signal }) })
      if (response.status === 204) return // it has ended, and `last` is its last event
      for await (const data of eventData(response.body!)) {
        const event = JSON.parse(data) as RunEvent
        if (event.seq <= last) continue
        last = event.seq
        attempt = 0
        yield event
        if (event.type === 'ended') return
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof ApiError && error.status !== 0 && error.status < 500) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, backoff(attempt)))
  }
}
