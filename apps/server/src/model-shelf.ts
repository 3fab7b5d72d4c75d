import { listModels, type ModelEntry } from '@loom/models'
import type { ModelSummary } from '@loom/protocol'
import type { ModelShelf } from '@loom/runtime'

const FRESH_MS = 1_000

export interface Shelf extends ModelShelf {
  /** Looks what is in the folders, unless that was done a moment ago. */
  refresh(): Promise<void>
  entries(): readonly ModelEntry[]
}

/** The models of some folders, as they were when last looked at; the first folder that has a name wins. */
export function modelShelf(folders: readonly string[]): Shelf {
  let models: readonly ModelEntry[] = []
  let looked = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    models = await listModels(folders)
    looked = performance.now()
  }

  return {
    async refresh() {
      if (performance.now() - looked < FRESH_MS) return
      looking ??= look().finally(() => (looking = undefined))
      await looking
    },
    entries: () => models,
    listed: () => models,
    locate(name) {
      const model = models.find((model) => model.name === name)
      if (model) return model.path
      throw new Error(`there is no model "${name}"; there are: ${models.map(({ name }) => name).join(', ') || 'none'}`)
    },
  }
}

export const modelSummary = ({ name, kind, role, size, title, problem }: ModelEntry): ModelSummary => ({
  ...{ name, kind, role, bytes: size, title },
  ...(problem !== undefined && { problem }),
})
