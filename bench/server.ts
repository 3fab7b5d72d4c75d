import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient, type SocketClass } from '@loom/client'
import { WebSocket } from 'ws'

export const root = fileURLToPath(new URL('..', import.meta.url))

export type BenchServer = {
  readonly client: Client
  readonly process: ChildProcess
  /** From the start of the process to its address on stdout. */
  readonly listeningMs: number
  /** Resident memory in bytes of the server and of the engine beside it. */
  memory(): { server: number; engine: number }
  stop(): Promise<void>
}

function resident(pid: number): number {
  const kilobytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1]
  return Number(kilobytes ?? 0) * 1024
}

const childrenOf = (pid: number) =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', `${pid}`], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
    .map(Number)

/** A server of its own with an empty data folder. */
export async function startServer(): Promise<BenchServer> {
  const data = mkdtempSync(join(tmpdir(), 'loom-bench-'))
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [join(root, 'apps/server/bin/loom.mjs'), 'serve', '--port', '0', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout!.on('data', (chunk: Buffer) => {
      const found = `${chunk}`.match(/http:\/\/\S+/)
      if (found) resolve(found[0])
    })
  })
  const listeningMs = performance.now() - began
  return {
    client: createClient({ baseUrl: url, WebSocket: WebSocket as unknown as SocketClass }),
    process: child,
    listeningMs,
    memory: () => ({ server: resident(child.pid!), engine: Math.max(...childrenOf(child.pid!).map(resident)) }),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}
