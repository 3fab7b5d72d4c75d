import { mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
export const repository = join(here, '../../..')

let built: Promise<string> | undefined

/** The tiny library as a module that a plain node process can import, beside packages it needs. */
export function libraryFile(): Promise<string> {
  built ??= buildLibrary()
  return built
}

async function buildLibrary(): Promise<string> {
  const folder = join(repository, 'apps/server/.loom')
  mkdirSync(folder, { recursive: true })
  const [file, fresh] = ['', `-${process.pid}`].map((suffix) => join(folder, `tiny-library${suffix}.mjs`)) as [
    string,
    string,
  ]
  await build({
    entryPoints: [join(here, 'tiny-library.ts')],
    outfile: fresh,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['sharp'],
    logLevel: 'error',
  })
  renameSync(fresh, file)
  return file
}
