#!/usr/bin/env node
// Builds what is stale: the server's programs with esbuild, the page with vite. Says a line per thing it built.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const rooms = readdirSync(join(root, 'packages')).map((room) => `packages/${room}`)
const STAMP = 'inputs.sha256'

/** What is built: from which files and folders, into which folder, and how. */
const things = {
  server: {
    inputs: ['apps/server/src', 'apps/server/package.json', ...rooms.map((room) => `${room}/src`)],
    output: 'apps/server/dist',
    build: buildServer,
  },
  page: {
    inputs: [
      ...['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => `apps/editor/${name}`),
      ...['packages/protocol/src', 'packages/client/src'],
    ],
    output: 'apps/editor/dist',
    build: buildPage,
  },
}
const everywhere = ['package-lock.json', 'tools/build.mjs']

async function buildServer(outdir) {
  const { build } = await import('esbuild')
  await build({
    entryPoints: {
      cli: join(root, 'apps/server/src/main.ts'),
      engine: join(root, 'apps/server/src/engine/main.ts'),
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['onnxruntime-node', 'sharp', 'libsql'],
    // packages that are CommonJS inside ask for node's own modules by `require`
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'warning',
  })
}

async function buildPage(outDir) {
  process.env.NODE_ENV = 'production' // also where a test runner builds: React's development code is larger and slower
  const { build } = await import('vite')
  await build({ root: join(root, 'apps/editor'), build: { outDir, emptyOutDir: true }, logLevel: 'warn' })
}

/** All files below some paths, tests aside, in a fixed order. */
function filesOf(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!/\/(src|public)$/.test(path)) return [full]
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

/** Stands for the content of all inputs; equal stamps need no build. */
function stampOf(inputs) {
  const hash = createHash('sha256')
  for (const file of [...inputs, ...everywhere].flatMap(filesOf)) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

const HASHED_FILES_STAY_MS = 10 * 60_000

/**
 * Moves finished files to their place, one by one and those with new names first, so that a program that starts in the
 * meantime finds all of the old build or all of the new one. What only the old one had stays for a while.
 */
function putInPlace(fresh, output) {
  const names = readdirSync(fresh, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(fresh, join(entry.parentPath ?? entry.path, entry.name)))
  const isNew = (name) => !existsSync(join(output, name))
  for (const name of [...names.filter(isNew), ...names.filter((name) => !isNew(name))]) {
    mkdirSync(dirname(join(output, name)), { recursive: true })
    renameSync(join(fresh, name), join(output, name))
  }
  for (const entry of readdirSync(output, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name)
    if (!entry.isFile() || names.includes(relative(output, file))) continue
    const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (Date.now() - mtimeMs > HASHED_FILES_STAY_MS) rmSync(file, { force: true })
  }
}

/** Builds one thing if its inputs changed since, and says whether it did. */
async function ensure({ inputs, output, build }) {
  const stamp = stampOf(inputs)
  const place = join(root, output)
  if (read(join(place, STAMP)) === stamp) return false
  const fresh = join(place, `../.loom/fresh-${process.pid}`) // ignored by git, on the same disk
  mkdirSync(fresh, { recursive: true })
  try {
    await build(fresh)
    putInPlace(fresh, place)
    writeFileSync(join(fresh, STAMP), stamp)
    renameSync(join(fresh, STAMP), join(place, STAMP))
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return true
}

/** Builds what is stale of the server and, unless told otherwise, the page. Nothing to do takes some 20 ms. */
export async function ensureBuilt({ page = true, say = console.error } = {}) {
  for (const [name, thing] of Object.entries(things)) {
    if (name === 'page' && (!page || !existsSync(join(root, 'apps/editor/index.html')))) continue
    const began = performance.now()
    if (await ensure(thing)) say(`built the ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureBuilt({ say: console.log }).catch((error) => {
    const missing = error?.code === 'ERR_MODULE_NOT_FOUND'
    console.error(missing ? `nothing is built: ${error.message}` : error)
    process.exitCode = missing ? 0 : 1 // `npm install --omit=dev` has nothing to build with
  })
}
