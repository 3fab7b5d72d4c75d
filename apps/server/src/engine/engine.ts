import { sentence } from '@loom/protocol'
import { type Cache, createCache, executePlan, type Host, type NodeLibrary, planRun, type RunEnd } from '@loom/runtime'
import type { Shelf } from '../model-shelf'
import type { FromEngine, ToEngine } from './messages'
import { PreviewSender } from './preview-sender'

type Send = (message: FromEngine) => Promise<void>
type Going = { readonly abort: AbortController; readonly previews: PreviewSender }
type Parts = { library: NodeLibrary; host: Host & { models: Shelf }; cacheBytes: number; send: Send }

/** Runs documents and tells what happens. Lives in a process of its own, since models hold its thread while they compute. */
export class Engine {
  readonly #parts: Parts
  readonly #cache: Cache
  readonly #going = new Map<string, Going>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#cache = createCache({ maxBytes: parts.cacheBytes })
  }

  async receive(message: ToEngine): Promise<void> {
    if (message.type === 'cancel') this.#going.get(message.run)?.abort.abort()
    else if (message.type === 'previews') this.#going.get(message.run)?.previews.want(message.wanted)
    else {
      const { id } = message.job
      const end = await this.#run(message)
      this.#going.delete(id)
      await this.#parts.send({ type: 'finished', run: id, end })
    }
  }

  async #run({ job, previews }: Extract<ToEngine, { type: 'run' }>): Promise<RunEnd> {
    const { id: run, workflow, outputs, observe } = job
    const { library, host, send } = this.#parts
    const going: Going = { abort: new AbortController(), previews: new PreviewSender(run, previews, send) }
    this.#going.set(run, going)
    await host.models.refresh()
    const planned = planRun(workflow, library, { models: host.models.listed(), ...(outputs && { outputs }) })
    if (!planned.ok) return { status: 'failed', error: planned.problems.map(sentence).join('; ') }
    return executePlan(planned.plan, {
      host,
      cache: this.#cache,
      signal: going.abort.signal,
      observe,
      emit: (change) => void send({ type: 'change', run, change }),
      preview: (node, done, total, preview) => going.previews.offer({ node, done, total, preview }),
    }).catch((error: unknown) => ({ status: 'failed', error: error instanceof Error ? error.message : String(error) }))
  }
}
