import { parse, relative } from 'node:path'
import { encodeModel, type Float, forWebgpu, type Scope, type StoredTensor } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { ModelError } from './error'
import { allNumbers, spoiltWeight } from './spoilt-weight'
import { type Warm, warmSessions } from './warm-sessions'

/**
 * What models compute in: `fp16` halves the memory on a GPU, `int8` takes half to three quarters of the time on a CPU with
 * VNNI, at an error of some percent; `auto` is `fp16` where the device has it and `fp32` elsewhere.
 */
export type Precision = 'auto' | 'fp32' | 'fp16' | 'int8'

export type SessionOptions = {
  /** What computes: a device that `chooseDevice` gave; the CPU where left out. */
  readonly device?: string
  /** Threads of the CPU; as many as there are cores where left out. */
  readonly threads?: number
  /** `auto` where left out. */
  readonly precision?: Precision
  /** The folder to keep weights of other precisions in; the system's temporary one where left out. */
  readonly cache?: string
}

/** A `Uint8Array` holds truth values. */
export type Feed = { readonly shape: readonly number[]; readonly data: Float32Array | Int32Array | Uint8Array }

/** A graph ready to run. */
export interface Session {
  /** Blocks the JavaScript thread while it computes, as onnxruntime does. Gives the outputs named, or all. */
  run(feeds: Readonly<Record<string, Feed>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>
  dispose(): Promise<void>
}

/**
 * Opens its session when run, and again after it was let go to make room. Runs wait for each other, and letting go waits for
 * them. What leaves the range of float16 is computed again in float32, and from then on.
 */
export class LazySession implements Session, Warm {
  bytes = 0
  private session: Promise<Session> | undefined
  private stored: ReadonlyMap<string, StoredTensor> | undefined
  private last: Promise<unknown> = Promise.resolve()
  private closed = false
  private name = ''
  private waiting = 0

  constructor(
    private readonly build: (type: Float) => Scope | Promise<Scope>,
    private type: Float,
    private readonly options: SessionOptions,
  ) {}

  run(feeds: Readonly<Record<string, Feed>>, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    return this.inTurn(async () => {
      if (this.closed) throw new ModelError('the model has been closed')
      let results = await this.compute(feeds, outputs)
      if (this.type === 'float16' && !areNumbers(results)) {
        await this.widen()
        results = await this.compute(feeds, outputs)
      }
      await this.checkNumbers(results)
      return results
    })
  }

  private async compute(...run: Parameters<Session['run']>): ReturnType<Session['run']> {
    const session = (this.session ??= this.open())
    session.catch(() => (this.session = undefined)) // another time there may be more memory
    const results = await (await session).run(...run)
    warmSessions.used(this)
    return results
  }

  private async widen(): Promise<void> {
    this.type = 'float32'
    process.emitWarning(`${this.name} left the range of 16 bits, it computes in 32 from now on`)
    await this.close()
  }

  private async open(): Promise<Session> {
    const graph = await this.build(this.type)
    this.name = graph.graph.name
    this.stored = graph.graph.stored
    this.bytes = weightBytes(graph, this.type)
    await warmSessions.makeRoom(this.bytes)
    return openSession(graph, this.options)
  }

  get idle(): boolean {
    return this.waiting === 0
  }

  /** Where something else than numbers comes out, the weights are searched for it, once. */
  private async checkNumbers(outputs: Record<string, Tensor>): Promise<void> {
    if (!this.stored || areNumbers(outputs)) return
    const spoilt = await spoiltWeight(this.stored)
    if (spoilt) throw new ModelError(spoilt)
    this.stored = undefined
  }

  /** Lets go of the session; another run opens it anew. */
  release(): Promise<void> {
    return this.inTurn(() => this.close())
  }

  private async close(): Promise<void> {
    warmSessions.closed(this)
    await (await this.session)?.dispose()
    this.session = undefined
  }

  async dispose(): Promise<void> {
    await this.inTurn(async () => void (this.closed = true))
    await this.release()
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    this.waiting++
    const next = this.last.then(job).finally(() => this.waiting--)
    this.last = next.catch(() => undefined)
    return next
  }
}

const areNumbers = (outputs: Record<string, Tensor>): boolean =>
  Object.values(outputs).every(({ data }) => allNumbers(data))

/** What the weights of a graph take as they are kept: in what it computes in, but for those of 8 bits. */
const weightBytes = ({ graph }: Scope, type: Float): number =>
  [...graph.stored.values()].reduce((all, stored) => {
    const bytes = stored.type === 'int8' || stored.type === 'uint8' ? 1 : type === 'float16' ? 2 : 4
    return all + bytes * stored.shape.reduce((a, b) => a * b, 1)
  }, 0)

/** Brings a graph and the weights it points at into onnxruntime. This is the only place that loads it. */
export async function openSession(graph: Scope, options: SessionOptions = {}): Promise<Session> {
  const { device = 'cpu', threads } = options
  const ort = await import('onnxruntime-node')
  ort.env.logLevel = 'fatal' // what fails is thrown
  if (device === 'webgpu') forWebgpu(graph.graph)
  const [weights] = graph.graph.stored.values()
  const { root } = parse(weights?.file ?? process.cwd())
  // onnxruntime takes only relative locations: with the root as their folder they reach every file.
  const model = encodeModel(graph, (file) => relative(root, file).replaceAll('\\', '/'))
  const session = await ort.InferenceSession.create(model, {
    // Alone, so that its absence is an error; operators it lacks run on the CPU all the same.
    executionProviders: [device === 'webgpu' ? webgpuFor(graph) : device],
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    logSeverityLevel: 4,
    extra: {
      'session.model_external_initializers_file_folder_path': root,
      'session.set_denormal_as_zero': '1', // values that decay towards 0 would take fifty times as long
    },
  }).catch((error: Error) => {
    throw new ModelError(`${graph.graph.name} cannot be loaded on ${device}: ${error.message}`)
  })

  return {
    async run(feeds, wanted = session.outputNames) {
      const inputs = Object.entries(feeds).map(([name, { shape, data }]) => [
        name,
        new ort.Tensor(typeOf(data), data, shape),
      ])
      const outputs = await session.run(Object.fromEntries(inputs), wanted).catch((error: Error) => {
        throw new Error(`${graph.graph.name} failed while computing: ${error.message}`)
      })
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => [name, { shape: dims, data: data as Float32Array }]),
      )
    },
    dispose: () => session.release(),
  }
}

/** Sines and cosines of large angles stay on the CPU: a GPU need not have them exact. */
function webgpuFor({ graph }: Scope) {
  const waves = graph.nodes.filter(({ op }) => op === 'Sin' || op === 'Cos').map(({ name }) => name)
  return { name: 'webgpu', ...(waves.length > 0 && { forceCpuNodeNames: waves }) }
}

const typeOf = (data: Feed['data']) =>
  data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'bool'
