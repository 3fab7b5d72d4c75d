import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** apps/server, seen from its src/ as from its dist/. */
const room = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const repository = resolve(room, '../..')

export const paths = {
  engine: join(room, 'dist/engine.mjs'),
  page: join(repository, 'apps/editor/dist'),
  templates: join(repository, 'graphs'),
  pictures: join(repository, 'graphs/pictures'),
  bundledModels: join(repository, 'models'),
  defaultData: join(homedir(), '.latent-loom'),
}
