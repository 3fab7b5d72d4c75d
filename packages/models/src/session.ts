import { parse, relative } from 'node:path'
import { encodeModel, forWebgpu, type Scope } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import type * as Ort from 'onnxruntime-node'
import { ModelError } from './error'

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

/** Brings a graph and the weights it points at into onnxruntime. */
export async function openSession(graph: Scope, options: SessionOptions = {}): Promise<Session> {
  const { device = 'cpu' } = options
  const session = await createFrom(graph, options).catch((error: Error) => {
    throw new ModelError(`${graph.graph.name} cannot be loaded on ${device}: ${error.message}`)
  })
  return running(graph, session)
}

/**
 * Writes a graph as the processor computes it into `file`, and beside it into the file `weights` those that take `mapped`
 * bytes or more, as its kernels want them.
 */
export async function writeLaidOut(
  graph: Scope,
  { file, weights, mapped }: { readonly file: string; readonly weights: string; readonly mapped: number },
  options: SessionOptions,
): Promise<void> {
  const session = await createFrom(graph, options, {
    optimizedModelFilePath: file,
    extra: {
      'session.optimized_model_external_initializers_file_name': weights,
      'session.optimized_model_external_initializers_min_size_in_bytes': `${mapped}`,
      'session.save_external_prepacked_constant_initializers': '1',
      'optimization.disable_specified_optimizers': 'GatherSliceToSplitFusion', // gives names twice, which cannot be read again
    },
  })
  await session.release()
}

/** Opens what `writeLaidOut` made of a graph. Its weights stay in their file, which is mapped. */
export async function openLaidOut(graph: Scope, file: string, { threads }: SessionOptions): Promise<Session> {
  const ort = await load()
  const session = await ort.InferenceSession.create(file, {
    ...common(threads),
    graphOptimizationLevel: 'disabled', // it has been optimized
    extra: settings,
  })
  return running(graph, session)
}

export const runtimeVersion = async (): Promise<string> => (await load()).env.versions.node ?? ''

/** This is the only place that loads onnxruntime. */
async function load(): Promise<typeof Ort> {
  const ort = await import('onnxruntime-node')
  ort.env.logLevel = 'fatal' // what fails is thrown
  return ort
}

async function createFrom(
  graph: Scope,
  { device = 'cpu', threads }: SessionOptions,
  { extra, ...more }: Ort.InferenceSession.SessionOptions = {},
): Promise<Ort.InferenceSession> {
  const ort = await load()
  if (device === 'webgpu') forWebgpu(graph.graph)
  const [weights] = graph.graph.stored.values()
  const { root } = parse(weights?.file ?? process.cwd())
  // onnxruntime takes only relative locations: with the root as their folder they reach every file.
  const model = encodeModel(graph, (file) => relative(root, file).replaceAll('\\', '/'))
  return ort.InferenceSession.create(model, {
    ...common(threads),
    // Alone, so that its absence is an error; operators it lacks run on the CPU all the same.
    executionProviders: [device === 'webgpu' ? webgpuFor(graph) : device],
    ...more,
    extra: { ...settings, 'session.model_external_initializers_file_folder_path': root, ...extra },
  })
}

const common = (threads: number | undefined) => ({
  executionProviders: ['cpu'],
  ...(threads !== undefined && { intraOpNumThreads: threads }),
  logSeverityLevel: 4 as const,
  enableMemPattern: false, // planned beside what the first run took: the second would take nearly twice the memory, and no less time
})

const settings = {
  // Threads that wait by spinning take the cores from the next session: each preview by a small decoder cost 39 ms instead of 10.
  'session.intra_op.allow_spinning': '0',
  'session.set_denormal_as_zero': '1', // values that decay towards 0 would take fifty times as long
}

/** A graph in its session. */
function running({ graph }: Scope, session: Ort.InferenceSession): Session {
  return {
    async run(feeds, wanted = session.outputNames) {
      const ort = await load()
      const inputs = Object.entries(feeds).map(([name, { shape, data }]) => [
        name,
        new ort.Tensor(typeOf(data), data, shape),
      ])
      const outputs = await session.run(Object.fromEntries(inputs), wanted).catch((error: Error) => {
        throw new Error(`${graph.name} failed while computing: ${error.message}`)
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
