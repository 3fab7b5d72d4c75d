import { ModelError } from '../error'
import { fingerprint } from '../fingerprint'

/** Stacks kept open besides the model without any. */
const limit = 2

type Open<T> = { readonly stack: Promise<T>; readonly dispose: () => Promise<void> }

/** What is open of a model for each ordered set of LoRA files, whatever their strengths; those not used for longest are let go. */
export class LoraStacks<T extends { dispose(): Promise<void> }> {
  readonly #open = new Map<string, Open<T>>()
  #closed = false

  constructor(private readonly make: (files: readonly string[]) => Promise<T>) {}

  async get(files: readonly string[]): Promise<T> {
    if (this.#closed) throw new ModelError('the model has been closed')
    const key = files.map((file) => fingerprint(file)).join()
    const known = this.#open.get(key)
    this.#open.delete(key) // the order of a map is that of use
    const opened = known ?? this.#start(files)
    this.#open.set(key, opened)
    opened.stack.catch(() => this.#open.get(key) === opened && this.#open.delete(key))
    await this.#letGo()
    return opened.stack
  }

  #start(files: readonly string[]): Open<T> {
    const stack = this.make(files)
    return { stack, dispose: () => stack.then((it) => it.dispose()).catch(() => undefined) }
  }

  async #letGo(): Promise<void> {
    const stacks = [...this.#open].filter(([key]) => key !== '')
    for (const [key, { dispose }] of stacks.slice(0, Math.max(0, stacks.length - limit))) {
      this.#open.delete(key)
      await dispose()
    }
  }

  /** Lets go of all; what is asked for again is opened anew. */
  async release(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ dispose }) => dispose()))
    this.#open.clear()
  }

  async dispose(): Promise<void> {
    this.#closed = true
    await this.release()
  }
}
