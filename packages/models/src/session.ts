import { parse, relative } from 'node:path'
import { encodeModel, type Scope } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { ModelError } from './error'

export const devices = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const
export type SessionOptions = {
  /** What computes; `auto` is the CPU. */
  readonly device?: (typeof devices)[number]
  /** Threads of the CPU; as many as there are cores where left out. */
  readonly threads?: number
}

export type Feed = { readonly shape: readonly number[]; readonly data: Float32Array | Int32Array }

/** A graph ready to run. Runs wait for each other; onnxruntime blocks the JavaScript thread while one computes. */
export interface Session {
  run(feeds: Readonly<Record<string, Feed>>): Promise<Record<string, Tensor>>
  dispose(): Promise<void>
}

/** Brings a graph and the weights it points at into onnxruntime. This is the only place that loads it. */
export async function openSession(graph: Scope, options: SessionOptions = {}): Promise<Session> {
  const ort = await import('onnxruntime-node')
  const [weights] = graph.graph.stored.values()
  const { root } = parse(weights?.file ?? process.cwd())
  // onnxruntime takes only relative locations: with the root as their folder they reach every file.
  const model = encodeModel(graph, (file) => relative(root, file).replaceAll('\\', '/'))
  const device = options.device === 'auto' ? 'cpu' : (options.device ?? 'cpu')
  const session = await ort.InferenceSession.create(model, {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
    logSeverityLevel: 3,
    extra: {
      'session.model_external_initializers_file_folder_path': root,
      'session.set_denormal_as_zero': '1', // values that decay towards 0 would take fifty times as long
    },
  }).catch((error: Error) => {
    throw new ModelError(`${graph.graph.name} cannot be loaded on ${device}: ${error.message}`)
  })

  let last: Promise<unknown> = Promise.resolve()
  let open = true
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const next = last.then(job)
    last = next.catch(() => undefined)
    return next
  }
  return {
    run: (feeds) =>
      inTurn(async () => {
        if (!open) throw new Error(`${graph.graph.name} is already closed`)
        const inputs = Object.entries(feeds).map(([name, { shape, data }]) => [
          name,
          new ort.Tensor(typeOf(data), data, shape),
        ])
        const outputs = await session.run(Object.fromEntries(inputs)).catch((error: Error) => {
          throw new Error(`${graph.graph.name} failed while computing: ${error.message}`)
        })
        return Object.fromEntries(
          Object.entries(outputs).map(([name, { dims, data }]) => [name, { shape: dims, data: data as Float32Array }]),
        )
      }),
    dispose: () =>
      inTurn(async () => {
        if (open) await session.release()
        open = false
      }),
  }
}

const typeOf = (data: Feed['data']) => (data instanceof Float32Array ? 'float32' : 'int32')
