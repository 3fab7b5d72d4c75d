import { join, resolve } from 'node:path'
import type { NodeLibrary } from '@loom/runtime'
import { loadLibrary } from '../library'
import { modelShelf, type Shelf } from '../model-shelf'
import { paths } from '../paths'
import { InputFault } from './input-fault'

type Given = {
  data?: string | undefined
  cache?: string | undefined
  models?: string[] | undefined
  library?: string | undefined
}
export type Places = { data: string; cache: string; models: string[]; library: string | undefined }

/** The folders a command works with: those given, those of the environment, the usual ones. */
export function placesOf({ data, cache, models = [], library }: Given): Places {
  const folder = resolve(data ?? process.env.LOOM_DATA ?? paths.defaultData)
  return {
    data: folder,
    cache: resolve(cache ?? process.env.LOOM_CACHE ?? join(folder, 'cache')),
    models: [...models.map((folder) => resolve(folder)), paths.bundledModels],
    library: library === undefined ? undefined : resolve(library),
  }
}

/** Node types and models, as a command that needs no server sees them. */
export async function openShelves({ data, models, library }: Places): Promise<{ library: NodeLibrary; models: Shelf }> {
  const shelf = modelShelf([...models, join(data, 'models')])
  const [nodes] = await Promise.all([
    loadLibrary(library).catch((error: Error) => {
      throw new InputFault(`the nodes of ${library} cannot be loaded: ${error.message}`)
    }),
    shelf.refresh(),
  ])
  return { library: nodes, models: shelf }
}
