import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { NodeLibrary } from '@loom/runtime'

/** The node types of a module, by default those of this repository. Loading them never loads onnxruntime. */
export async function loadLibrary(module?: string): Promise<NodeLibrary> {
  if (module === undefined) return (await import('@loom/nodes')).library
  const url = isAbsolute(module) ? pathToFileURL(module).href : module
  const { library } = (await import(url)) as { library?: NodeLibrary }
  if (!library) throw new Error(`${module} exports no "library"`)
  return library
}
