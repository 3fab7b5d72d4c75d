import { existsSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeModel, type Scope } from '@loom/onnx-graph'
import { ModelError } from '../error'
import { type GraphMemory, mappedMemory } from '../memory/graph-memory'
import { openLaidOut, runtimeVersion, type Session, type SessionOptions, writeLaidOut } from '../session'
import { alignedFrom } from './alignment'
import { identityOf } from './identity'
import { makeRoom, noteUse } from './make-room'
import { files, isSealed } from './seal'
import { writePrepacked } from './write'

type Sizes = {
  /** What the weights of a graph take at least, in bytes, where it is kept. */
  readonly graph: number
  /** What a weight of it takes at least where it is mapped. */
  readonly mapped: number
}
type Keeping = { readonly folder: string; readonly bytes: number; readonly least: Sizes }
let keeping: Keeping | undefined
/** Of which something stood in the way; it is not tried again by this process. */
const givenUp = new Set<string>()

/** Large graphs are kept as onnxruntime lays them out for the processor from now on, within so many bytes of the disk; 0: none are. */
export function keepPrepacked(
  folder: string,
  bytes: number,
  least: Sizes = { graph: 200e6, mapped: alignedFrom },
): void {
  keeping = bytes > 0 ? { folder, bytes, least } : undefined
}

/**
 * Opens a graph as it is kept laid out, and lays it out first where it is not; undefined where it is not to be, or cannot.
 * `claim` is awaited before memory is taken.
 */
export async function openPrepacked(
  graph: Scope,
  memory: GraphMemory,
  options: SessionOptions,
  claim: (memory: GraphMemory) => Promise<void>,
): Promise<Session | undefined> {
  const { device = 'cpu' } = options
  if (!keeping || device !== 'cpu' || memory.weights < keeping.least.graph) return undefined
  const { name, stored } = graph.graph
  const sources = [...stored.values()].map(({ file }) => file)
  const model = encodeModel(graph)
  const identity = await identityOf(model, sources, await runtimeVersion())
  const folder = join(keeping.folder, `${name.replaceAll(' ', '-')}-${identity}.prepacked`)
  if (givenUp.has(folder)) return undefined
  try {
    if (!(await isSealed(folder))) {
      await makePlace(folder, keeping, memory.prepacked, new Set(sources))
      // Where memory does not suffice to write it, it may still suffice to open it as ever.
      const writing = { ...memory, loading: Math.max(memory.loading, memory.prepacked) }
      const fits = await claim(writing).then(
        () => true,
        () => false,
      )
      if (!fits) return undefined
      const { mapped } = keeping.least
      await writePrepacked(folder, (to, weights) => writeLaidOut(graph, { file: to, weights, mapped }, options))
    }
    await noteUse(folder)
    const file = join(folder, files.graph)
    await claim(mappedMemory(memory, model.length, (await stat(file)).size))
    return await openLaidOut(graph, file, options)
  } catch (error) {
    if (error instanceof ModelError) throw error
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    givenUp.add(folder)
    process.emitWarning(`the ${name} is not kept laid out for the processor: ${(error as Error).message}`)
    return undefined
  }
}

/** Makes way for what is to be written into `folder`. */
async function makePlace(
  folder: string,
  { folder: cache, bytes: limit }: Keeping,
  bytes: number,
  needed: ReadonlySet<string>,
): Promise<void> {
  if (existsSync(folder)) {
    process.emitWarning(`${folder} is not as it was written: it is made anew`)
    await rm(folder, { recursive: true })
  }
  await mkdir(cache, { recursive: true })
  const problem = await makeRoom(cache, limit, bytes, needed)
  if (problem) throw new Error(problem)
}
