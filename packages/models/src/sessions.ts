import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Float, Scope, Weights } from '@loom/onnx-graph'
import { ModelError } from './error'
import { fingerprint } from './fingerprint'
import { Int8Weights } from './int8/int8-weights'
import { LazySession } from './lazy-session'
import type { Picture } from './memory/picture'
import type { Component } from './parts'
import type { SessionOptions } from './session'

/** `picture`: what the sizes of a graph's inputs mean to a person. */
type Where = { device?: string | undefined; type?: Float; picture?: Picture }

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

  /** What graphs compute in, as long as their values stay in its range. */
  get type(): Float {
    return this.#options.precision === 'fp16' ? 'float16' : 'float32'
  }

  /** `graph` is asked for when the session is first run. It computes on the model's device in its precision where nothing else is said. */
  add(
    graph: (type: Float) => Scope | Promise<Scope>,
    { device = this.#options.device, type = this.type, picture }: Where = {},
  ): LazySession {
    const session = new LazySession(
      (type) => {
        // Headers read before say nothing about other bytes.
        this.checkFiles()
        return graph(type)
      },
      type,
      { ...this.#options, ...(device && { device }) },
      picture,
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

  /** The weights of a part, in 8 bits where that is asked for; `ready` is to be awaited before they are loaded. */
  precise(weights: Weights, part: string): { weights: Weights; ready: () => Promise<void> } {
    const { precision, cache = join(tmpdir(), 'latent-loom'), device } = this.#options
    if (precision !== 'int8' || weights.terms) return { weights, ready: async () => undefined }
    if (device !== undefined && device !== 'cpu')
      throw new ModelError(`8 bits are for the CPU, models compute on ${device} here: choose another precision`)
    const state = [...(this.others ?? this).#states.values()].join('-')
    const small = new Int8Weights(weights, join(cache, `${part}-${state}.int8`))
    return { weights: small, ready: () => small.write() }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.dispose()))
  }
}

/** Builds the graph of a component from its weights, named as diffusers names them. */
export type Build<Config> = (weights: Weights, config: Config) => Scope

/** Builds the graph of a component; where the weights are not those of its config the message says in which file. */
export function fitting<Config>({ config, file }: Component<Config>, weights: Weights, build: Build<Config>): Scope {
  try {
    return build(weights, config)
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError(`${file} does not fit its config: ${(error as Error).message}`)
  }
}
