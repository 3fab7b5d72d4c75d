#!/usr/bin/env node
// Server and page, rebuilt as you type: the page by vite with its API calls passed on, the server anew when its code changes.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const loom = join(root, 'apps/server/bin/loom.mjs')

let server
let restarting
function start() {
  server = spawn(process.execPath, [loom, 'serve', ...process.argv.slice(2)], { stdio: 'inherit', cwd: root })
}
function restart() {
  clearTimeout(restarting)
  restarting = setTimeout(() => {
    server.once('exit', start)
    server.kill('SIGTERM')
  }, 300)
}

start()
for (const folder of ['apps/server/src', 'packages'])
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (file?.endsWith('.ts') && !file.endsWith('.test.ts')) restart()
  })

const vite = spawn(join(root, 'node_modules/.bin/vite'), [], { stdio: 'inherit', cwd: join(root, 'apps/editor') })
process.on('SIGINT', () => {
  vite.kill()
  server.kill('SIGTERM')
  process.exit(0)
})
