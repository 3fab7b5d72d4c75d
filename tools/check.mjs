#!/usr/bin/env node
// The gate before a commit: format and lint, types, imports, unused code, unit tests. Under a minute.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(root, 'node_modules/.bin', name)

const steps = [
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ['imports', process.execPath, ['tools/check-imports.mjs']],
  ['unused code', bin('knip'), []],
  ['unit tests', bin('vitest'), ['run', 'packages', 'apps']],
]

for (const [name, command, args] of steps) {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\n✗ ${name} (${seconds} s)\n`)
    process.exit(1)
  }
  console.log(`✓ ${name} (${seconds} s)`)
}
