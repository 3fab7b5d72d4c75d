import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient, type SocketClass } from '@loom/client'
import { type RunningServer, type ServerOptions, startServer } from '@loom/server'
import { pino } from 'pino'
import { beforeAll, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
// @ts-expect-error plain JavaScript
import { ensureBuilt } from '../../../tools/build.mjs'
import { libraryFile, repository } from './library-file'
import { library } from './tiny-library'

const engineFile = join(repository, 'apps/server/dist/engine.mjs')

export type TestServer = { server: RunningServer; client: Client; data: string; url: string }

type After = (undo: () => Promise<void>) => void

/** A folder that is gone after the test. */
export async function temporaryFolder(after: After = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-test-'))
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

export function clientOf(url: string, token?: string): Client {
  return createClient({ baseUrl: url, WebSocket: WebSocket as unknown as SocketClass, ...(token && { token }) })
}

/** A server in this process with the tiny library, its engine in another; closed after the test. */
export async function serve(options: Partial<ServerOptions> = {}, after: After = onTestFinished): Promise<TestServer> {
  const data = options.data ?? (await temporaryFolder(after))
  await ensureBuilt({ page: false })
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, data, models: [], device: 'cpu', library },
    log: pino({ level: process.env.LOOM_TEST_LOG ?? 'silent' }),
    engine: { library: await libraryFile(), ...options.engine, file: options.engine?.file || engineFile },
    ...Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'engine')),
  })
  after(() => server.close())
  return { server, client: clientOf(server.url, options.token), data, url: server.url }
}

/** One server for all tests of a file or `describe`, for tests that leave nothing behind. */
export function sharedServer(options: Partial<ServerOptions> = {}): () => TestServer {
  let shared: TestServer
  beforeAll(async () => {
    const undo: (() => Promise<void>)[] = []
    shared = await serve(options, (more) => undo.unshift(more))
    return async () => {
      for (const step of undo) await step()
    }
  })
  return () => shared
}
