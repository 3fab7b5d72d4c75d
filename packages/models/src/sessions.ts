import type { Scope, Weights } from '@loom/onnx-graph'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import type { Component } from './parts'
import { LazySession, type SessionOptions } from './session'

/** The sessions of one model. Each is made when first run, and lives until `dispose`. */
export class Sessions {
  readonly #path: string
  readonly #options: SessionOptions
  readonly #state: string
  readonly #sessions: LazySession[] = []

  constructor(path: string, options: SessionOptions) {
    this.#path = path
    this.#options = options
    this.#state = fingerprint(path)
  }

  /** `graph` is asked for when the session is first run. It computes on the model's device where none is named. */
  add(graph: () => Scope, device = this.#options.device): LazySession {
    const session = new LazySession(
      () => {
        // Headers read before say nothing about other bytes.
        if (fingerprint(this.#path) !== this.#state)
          throw new ModelError(`${this.#path} has changed since it was opened`)
        return graph()
      },
      { ...this.#options, ...(device && { device }) },
    )
    this.#sessions.push(session)
    return session
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.dispose()))
  }
}

/** Builds the graph of a component; where the weights are not those of its config the message says in which file. */
export function fitting<Config>(
  { config, file }: Component<Config>,
  weights: Weights,
  build: (weights: Weights, config: Config) => Scope,
): Scope {
  try {
    return build(weights, config)
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError(`${file} does not fit its config: ${(error as Error).message}`)
  }
}
