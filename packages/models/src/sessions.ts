import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scope, Weights } from '@loom/onnx-graph'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import { Int8Weights } from './int8/int8-weights'
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

  /** `graph` is asked for when the session is first run. */
  add(graph: () => Scope | Promise<Scope>): LazySession {
    const session = new LazySession(() => {
      // Headers read before say nothing about other bytes.
      if (fingerprint(this.#path) !== this.#state) throw new ModelError(`${this.#path} has changed since it was opened`)
      return graph()
    }, this.#options)
    this.#sessions.push(session)
    return session
  }

  /** The weights of a part at the precision asked for; `ready` is to be awaited before they are loaded. */
  precise(weights: Weights, part: string): { weights: Weights; ready: () => Promise<void> } {
    const { precision = 'fp32', cache = join(tmpdir(), 'latent-loom') } = this.#options
    if (precision === 'fp32') return { weights, ready: async () => undefined }
    const small = new Int8Weights(weights, join(cache, `${part}-${this.#state}.int8`))
    return { weights: small, ready: () => small.write() }
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
