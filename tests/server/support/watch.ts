import type { Client, Connection, EngineState } from '@loom/client'
import type { PreviewHeader, RunEvent, RunSummary } from '@loom/protocol'
import { onTestFinished } from 'vitest'

/** Everything a connection hears, and a way to wait for some of it. */
export class Watch {
  readonly events: RunEvent[] = []
  readonly previews: { header: PreviewHeader; picture: Uint8Array }[] = []
  readonly runs: RunSummary[] = []
  readonly engine: EngineState[] = []
  readonly errors: string[] = []
  readonly connection: Connection
  readonly #checks = new Set<() => void>()

  constructor(client: Client) {
    const changed = () => {
      for (const check of [...this.#checks]) check()
    }
    const keep =
      <T>(list: T[]) =>
      (item: T) => {
        list.push(item)
        changed()
      }
    const keepPreview = keep(this.previews)
    this.connection = client.connect({
      onRunEvent: keep(this.events),
      onPreview: (header, picture) => keepPreview({ header, picture }),
      onRunsChanged: keep(this.runs),
      onEngine: keep(this.engine),
      onError: keep(this.errors),
    })
    onTestFinished(() => this.connection.close())
  }

  /** Resolves as soon as `holds` gives something. */
  until<T>(holds: () => T | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const check = () => {
        const found = holds()
        if (!found) return
        this.#checks.delete(check)
        resolve(found)
      }
      this.#checks.add(check)
      check()
    })
  }

  event<T extends RunEvent['type']>(run: string, type: T): Promise<Extract<RunEvent, { type: T }>> {
    return this.until(() => this.events.find((event) => event.run === run && event.type === type)) as Promise<
      Extract<RunEvent, { type: T }>
    >
  }

  /** Follows a run and waits until it has ended. */
  ended(run: string): Promise<Extract<RunEvent, { type: 'ended' }>> {
    this.connection.follow(run)
    return this.event(run, 'ended')
  }
}

/** The events of a run over plain HTTP, until it has ended. */
export async function eventsOf(client: Client, run: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of client.runs.events(run, { after })) events.push(event)
  return events
}
export const endOf = async (client: Client, run: string) =>
  (await eventsOf(client, run)).at(-1) as Extract<RunEvent, { type: 'ended' }>
