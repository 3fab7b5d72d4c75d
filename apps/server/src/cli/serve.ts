import type { Previews } from '@loom/runtime'
import { pino } from 'pino'
import { loadLibrary } from '../library'
import { paths } from '../paths'
import { type RunningServer, startServer } from '../server'
import { FolderInUse } from '../store/folder-lock'
import { isLoopback } from '../trust/guard'
import { CommandFailure, InputFault } from './input-fault'
import { bytesOf, device, deviceOf, read, shared } from './options'
import { placesOf } from './places'

const options = {
  ...shared,
  ...device,
  port: { type: 'string', default: '4870' },
  host: { type: 'string', default: '127.0.0.1' },
  token: { type: 'string' },
  log: { type: 'string', default: 'warn' },
  keep: { type: 'string', default: '1024' },
  previews: { type: 'string', default: 'auto' },
  'keep-runs': { type: 'string', default: '1000' },
  'allow-host': { type: 'string', multiple: true },
} as const

const levels = ['debug', 'info', 'warn', 'error', 'silent']
const ways: readonly Previews[] = ['auto', 'decoder', 'linear', 'off']

function previewsOf(name: string): Previews {
  const way = ways.find((way) => way === name)
  if (way) return way
  throw new InputFault(`--previews takes one of ${ways.join(', ')}, got "${name}"`)
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InputFault(`--port takes a number up to 65535, got "${text}"`)
}

function runsOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InputFault(`--keep-runs takes a number of runs, got "${text}"`)
}

function tokenOf(given: string | undefined, host: string): string | undefined {
  const token = given ?? process.env.LOOM_TOKEN
  if (token !== undefined && !/^[\x21-\x7e]{16,}$/.test(token))
    throw new InputFault('a token has 16 or more letters, digits or signs, without spaces')
  if (token === undefined && !isLoopback(host))
    throw new InputFault(`--host ${host} opens the server to others: give a --token that they must show`)
  return token
}

function failure(error: unknown, port: number): unknown {
  if (error instanceof FolderInUse) return new CommandFailure(error.message)
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new CommandFailure(`port ${port} is in use; choose another with --port`)
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new CommandFailure(message)
  return error
}

/** Until the first SIGINT or SIGTERM has closed the server; a second one does not wait. */
function untilStopped(server: RunningServer): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1))
        void server.close().then(resolve)
      })
    }
  })
}

export async function serve(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, options)
  if (positionals.length > 0) throw new InputFault(`serve takes no "${positionals[0]}"`)
  const { host } = values
  const port = portOf(values.port)
  const token = tokenOf(values.token, host)
  if (!levels.includes(values.log)) throw new InputFault(`--log takes one of ${levels.join(', ')}, got "${values.log}"`)
  const log = pino({ level: values.log, base: null }, pino.destination({ dest: 2, sync: true }))
  const places = placesOf(values)
  const bytes = {
    keepBytes: bytesOf('keep', values.keep),
    memoryBytes: bytesOf('memory', values.memory),
    prepackedBytes: bytesOf('prepack', values.prepack),
  }
  const server = await startServer({
    ...{ host, port, token, log, device: deviceOf(values.device), names: values['allow-host'] ?? [] },
    ...{ data: places.data, cache: places.cache, models: places.models, library: await loadLibrary(places.library) },
    engine: { file: paths.engine, library: places.library, previews: previewsOf(values.previews), ...bytes },
    queue: { keepRuns: runsOf(values['keep-runs']) },
  }).catch((error: unknown) => {
    throw failure(error, port)
  })
  const stopped = untilStopped(server)
  const address = token === undefined ? server.url : `${server.url}/?token=${encodeURIComponent(token)}`
  process.stdout.write(`Latent Loom is at ${address}\n`)
  await stopped
  return 0
}
