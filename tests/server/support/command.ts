import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Client } from '@loom/client'
import { onTestFinished } from 'vitest'
import { libraryFile, repository } from './library-file'
import { clientOf } from './server'

const program = join(repository, 'apps/server/bin/loom.mjs')

export type Finished = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** Starts `loom` in a process of its own; the process is gone after the test. */
export function startLoom(args: readonly string[], cwd?: string): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd && { cwd }) })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  child.stdout!.on('data', (text) => (said.stdout += text))
  child.stderr!.on('data', (text) => (said.stderr += text))
  const finished = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }))
  return { child, finished }
}

/** Runs `loom` with the tiny library to its end. */
export async function loom(args: readonly string[], cwd?: string): Promise<Finished> {
  const [command, ...rest] = args
  return startLoom([command!, '--library', await libraryFile(), ...rest], cwd).finished
}

export type LoomServer = { url: string; client: Client; pid: number; stop(signal: NodeJS.Signals): Promise<Finished> }

/** `loom serve` in a process of its own. */
export async function loomServe(data: string, ...more: string[]): Promise<LoomServer> {
  const args = ['serve', '--port', '0', '--device', 'cpu', '--data', data, '--library', await libraryFile(), ...more]
  const { child, finished } = startLoom(args)
  const url = await new Promise<string>((resolve, reject) => {
    let told = ''
    child.stdout!.on('data', (text) => {
      const found = /http\S+/.exec((told += text))
      if (found) resolve(found[0])
    })
    void finished.then(({ stderr }) => reject(new Error(`loom serve ended: ${stderr}`)))
  })
  return {
    url,
    client: clientOf(url),
    pid: child.pid!,
    stop(signal) {
      child.kill(signal)
      return finished
    },
  }
}
