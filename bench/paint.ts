import type { RunEvent } from '@loom/protocol'
import type { BenchServer } from './server'
import { template } from './template'

const defaultWorkflow = template('text-to-image')

/** Milliseconds from the request. */
export type Painted = {
  readonly firstPreview: number
  readonly image: number
  /** From the end of each step in the engine to its preview's arrival here. */
  readonly previewDelays: readonly number[]
}

/** Runs a workflow over the API and follows it on the socket, as the page does. Without `previews` nobody follows it. */
export async function paint(
  { client }: BenchServer,
  set: Record<string, number | string>,
  { previews = true, workflow = defaultWorkflow, observe = false } = {},
): Promise<Painted> {
  const steps = new Map<number, number>()
  const delays: number[] = []
  let firstPreview = Number.NaN
  let began = 0
  const ended = new Promise<RunEvent>((resolve) => {
    const connection = client.connect({
      onRunEvent(event) {
        if (event.type === 'progress') steps.set(event.done, event.at)
        if (event.type === 'ended') {
          connection.close()
          resolve(event)
        }
      },
      onPreview({ done }) {
        if (Number.isNaN(firstPreview)) firstPreview = performance.now() - began
        const at = steps.get(done)
        if (at !== undefined) delays.push(Date.now() - at)
      },
      async onState(state) {
        if (state !== 'open' || began > 0) return
        began = performance.now()
        const { id } = await client.runs.start({ workflow, set, observe })
        if (previews) connection.follow(id)
        else
          waitFor(id)
            .then(() => connection.close())
            .then(() => resolve({ type: 'ended', status: 'done' } as RunEvent))
      },
    })
  })
  async function waitFor(id: string): Promise<void> {
    for await (const event of client.runs.events(id)) if (event.type === 'ended') return
  }
  const end = await ended
  if (end.type !== 'ended' || end.status !== 'done') throw new Error(`the run ended ${JSON.stringify(end)}`)
  return { firstPreview, image: performance.now() - began, previewDelays: delays }
}
