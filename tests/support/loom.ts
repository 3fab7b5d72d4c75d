import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient, type SocketClass } from '@loom/client'
import { WebSocket } from 'ws'
import { root } from './host'

const program = join(root, 'apps/server/bin/loom.mjs')

/** Runs `loom` as a person does, to its end. */
export async function loom(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program, ...args], { cwd: root })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (said.stdout += text))
  child.stderr.on('data', (text) => (said.stderr += text))
  const [code] = await once(child, 'close')
  return { code, ...said }
}

export type Server = { readonly url: string; readonly client: Client; stop(): Promise<void> }

/** `loom serve` with a data folder of its own. */
export async function loomServe(data: string): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', data])
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => {
      const found = /http\S+/.exec(`${text}`)
      if (found) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`loom serve ended with ${code}`)))
  })
  return {
    url,
    client: createClient({ baseUrl: url, WebSocket: WebSocket as unknown as SocketClass }),
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

export async function temporaryFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) }
}
