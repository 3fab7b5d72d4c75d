import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'
import type { ModelSummary } from '@loom/protocol'
import type { ModelShelf } from '@loom/runtime'

export type Shelf = ModelShelf & { list(): ModelSummary[] }

/** The models of some folders; the first folder that has a name wins. */
export function modelShelf(folders: readonly string[]): Shelf {
  const find = () => {
    const models = new Map<string, ModelSummary & { path: string }>()
    for (const folder of folders.filter((folder) => existsSync(folder))) {
      for (const entry of readdirSync(folder)) {
        const path = join(folder, entry)
        const isFolder = existsSync(join(path, 'model_index.json'))
        if (!isFolder && !/\.(safetensors|ckpt)$/.test(entry)) continue
        const name = isFolder ? entry : parse(entry).name
        if (!models.has(name)) models.set(name, { name, kind: 'checkpoint', bytes: statSync(path).size, path })
      }
    }
    return models
  }
  return {
    list: () => [...find().values()].map(({ path: _, ...model }) => model),
    names: () => [...find().keys()],
    locate(name) {
      const models = find()
      const model = models.get(name)
      if (!model) throw new Error(`there is no model "${name}"; there are: ${[...models.keys()].join(', ') || 'none'}`)
      return model.path
    },
  }
}
