import type { Scope, Weights } from '@loom/onnx-graph'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import type { Component } from './parts'
import { LazySession, type SessionOptions } from './session'

/** The sessions of one model. Each is made when first run, and lives until `dispose`. */
export class Sessions {
  readonly #options: SessionOptions
  readonly #states: ReadonlyMap<string, string>
  readonly #sessions: LazySession[] = []

  /** `paths`: files that must stay as they are now; `others`: sessions whose files must, too. */
  constructor(
    paths: readonly string[],
    options: SessionOptions,
    private readonly others?: Sessions,
  ) {
    this.#options = options
    this.#states = new Map(paths.map((path) => [path, fingerprint(path)]))
  }

  /** `graph` is asked for when the session is first run. It computes on the model's device where none is named. */
  add(graph: () => Scope, device = this.#options.device): LazySession {
    const session = new LazySession(
      () => {
        // Headers read before say nothing about other bytes.
        this.checkFiles()
        return graph()
      },
      { ...this.#options, ...(device && { device }) },
    )
    this.#sessions.push(session)
    return session
  }

  /** Refuses where a file is not what it was. */
  private checkFiles(): void {
    for (const [path, state] of this.#states)
      if (fingerprint(path) !== state) throw new ModelError(`${path} has changed since it was opened`)
    this.others?.checkFiles()
  }

  async release(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.release()))
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
