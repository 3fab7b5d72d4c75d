#!/usr/bin/env node
// Holds the rooms' arrows: a room imports only the rooms listed for it, and never another room's inner files.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What each room may import. */
const rooms = {
  'packages/protocol': [],
  'packages/tensor': [],
  'packages/onnx-graph': [],
  'packages/client': ['protocol'],
  'packages/runtime': ['protocol'],
  'packages/diffusion': ['tensor'],
  'packages/models': ['tensor', 'onnx-graph'],
  'packages/nodes': ['tensor', 'diffusion', 'models', 'runtime'],
  'apps/server': ['protocol', 'runtime', 'nodes', 'models', 'client'],
  'apps/editor': ['protocol', 'client'],
}
/** Rooms that run in a browser too. */
const browser = [
  'packages/protocol',
  'packages/tensor',
  'packages/diffusion',
  'packages/onnx-graph',
  'packages/client',
  'apps/editor',
]
/** Packages that only one file or folder may import. */
const alone = { 'onnxruntime-node': 'packages/models/src/session.ts', rete: 'apps/editor/src/rete/' }

const sources = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

const importsOf = (text) =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3])

const faults = []
for (const [room, allowed] of Object.entries(rooms)) {
  for (const file of sources(join(root, room, 'src'))) {
    const at = relative(root, file)
    const test = /\.test\.tsx?$/.test(at)
    for (const name of importsOf(readFileSync(file, 'utf8'))) {
      const own = name.match(/^@loom\/([^/]+)(\/.*)?$/)
      if (own && `packages/${own[1]}` !== room && !allowed.includes(own[1]))
        faults.push(`${at}: ${room} may not import @loom/${own[1]}`)
      if (own?.[2]) faults.push(`${at}: imports an inner file, ${name}`)
      if (name.startsWith('.') && relative(join(root, room), join(dirname(file), name)).startsWith('..'))
        faults.push(`${at}: reaches out of its room, ${name}`)
      if (!test && browser.includes(room) && name.startsWith('node:'))
        faults.push(`${at}: runs in a browser too, so it cannot import ${name}`)
      const keeper = Object.entries(alone).find(
        ([owned]) => name === owned || name.startsWith(`${owned}-`) || name.startsWith(`${owned}/`),
      )
      if (keeper && !at.startsWith(keeper[1]) && !test) faults.push(`${at}: only ${keeper[1]} imports ${keeper[0]}`)
    }
  }
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exit(1)
console.log(`imports: ${Object.keys(rooms).length} rooms, every arrow in its direction`)
