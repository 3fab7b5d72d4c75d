import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DataType, StoredTensor, Weights } from '@loom/onnx-graph'
import { ModelError } from './error'
import { quote, type TensorEntry } from './safetensors'
import { readTensorFile } from './tensor-file'

/** What weights are read from; their bytes go to the graph as they are. */
const dataTypes: Readonly<Record<string, DataType>> = {
  F16: 'float16',
  BF16: 'bfloat16',
  F32: 'float32',
  F64: 'float64',
}

/** A checkpoint's tensors, named as it names them. */
export class Checkpoint implements Weights {
  private readonly tensors = new Map<string, TensorEntry & { readonly file: string }>()

  add(file: string, tensors: ReadonlyMap<string, TensorEntry>): void {
    for (const [name, entry] of tensors) this.tensors.set(name, { ...entry, file })
  }

  get names(): string[] {
    return [...this.tensors.keys()]
  }

  get(name: string): StoredTensor | undefined {
    const entry = this.tensors.get(name)
    if (!entry) return undefined
    const { file, begin, end, shape, dtype, problem } = entry
    if (problem) throw new ModelError(`${file}: ${name} cannot be used: ${problem}`)
    const type = dataTypes[dtype]
    if (!type)
      throw new ModelError(`${file}: ${name} is stored as ${dtype}; weights are read from F16, BF16, F32 and F64`)
    return { file, offset: begin, length: end - begin, type, shape }
  }
}

/** Opens a file of tensors, or every file that an `x.safetensors.index.json` names. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const checkpoint = new Checkpoint()
  if (path.endsWith('.index.json')) {
    const files = parseIndex(path, await readFile(path, 'utf8'))
    for (const [file, names] of files) {
      const { tensors } = await readTensorFile(join(dirname(path), file))
      for (const name of names) {
        if (!tensors.has(name)) throw new ModelError(`${path} says that ${file} has ${quote(name)}, but it has not`)
      }
      checkpoint.add(join(dirname(path), file), tensors)
    }
  } else checkpoint.add(path, (await readTensorFile(path)).tensors)
  return checkpoint
}

/** Files of a checkpoint in several parts, each with the tensors that the index expects there. */
export function parseIndex(path: string, text: string): Map<string, string[]> {
  const map = parseMap(text)
  if (!map) throw new ModelError(`${path} has no weight_map`)
  const files = new Map<string, string[]>()
  for (const [name, file] of Object.entries(map)) {
    if (
      typeof file !== 'string' ||
      file !== basename(file) ||
      file.includes('\\') ||
      !/\.(safetensors|bin)$/.test(file)
    ) {
      throw new ModelError(`${path} names ${quote(`${file}`)}, which is not a file of tensors beside it`)
    }
    files.set(file, [...(files.get(file) ?? []), name])
  }
  return files
}

function parseMap(text: string): Record<string, unknown> | undefined {
  try {
    const { weight_map: map } = JSON.parse(text)
    return typeof map === 'object' && map !== null && !Array.isArray(map) ? map : undefined
  } catch {
    return undefined
  }
}
