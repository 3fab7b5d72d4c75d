import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { DeviceChoice } from '@loom/models'
import type { NodeLibrary, Previews } from '@loom/runtime'
import type { Logger } from 'pino'
import { createApp } from './app'
import { type EngineOptions, EngineProcess } from './engine/engine-process'
import { modelShelf } from './model-shelf'
import { paths } from './paths'
import { type QueueParts, RunQueue } from './runs/run-queue'
import { RunRecords } from './runs/run-records'
import { attachSocket, type SocketParts } from './socket/run-socket'
import { AssetFiles } from './store/asset-files'
import { openDatabases } from './store/database'
import { lockFolder } from './store/folder-lock'
import { WorkflowStore } from './store/workflow-store'
import { templatesIn } from './templates'
import { createGuard } from './trust/guard'
import { createTokenCheck } from './trust/token'

export type ServerOptions = {
  host: string
  /** 0 takes a free one. */
  port: number
  data: string
  /** Folders with models, besides the data folder's own. */
  models: readonly string[]
  device: string
  /** The folder for what can be made again; in the data folder when absent. */
  cache?: string
  library: NodeLibrary
  log: Logger
  token?: string | undefined
  /** Names besides its addresses under which it may be called. */
  names?: readonly string[]
  engine: Pick<EngineOptions, 'file' | 'graceMs' | 'env'> & {
    library?: string | undefined
    cacheBytes?: number
    keepBytes?: number
    memoryBytes?: number
    prepackedBytes?: number
    previews?: Previews
  }
  page?: string
  templates?: string
  queue?: Pick<QueueParts, 'limit' | 'keepRuns'>
  socket?: Pick<SocketParts, 'limits' | 'maxConnections' | 'heartbeatMs'>
}
export type RunningServer = Awaited<ReturnType<typeof startServer>>

/** Opens the data folder and the port, then starts the engine. */
export async function startServer(options: ServerOptions) {
  const lock = lockFolder(options.data)
  try {
    return await serve(options, lock.release)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function serve(options: ServerOptions, release: () => void) {
  const { data, device, host, library, log, cache = join(data, 'cache') } = options
  const folders = [...options.models, join(data, 'models')]
  mkdirSync(join(data, 'models'), { recursive: true })
  const assets = new AssetFiles(join(data, 'assets'))
  await assets.prepare()
  const databases = openDatabases(data)
  const {
    library: module,
    cacheBytes = 1 << 29,
    keepBytes = 1 << 30,
    memoryBytes = 2 ** 32,
    prepackedBytes = 0,
    previews,
    ...process
  } = options.engine
  const engine = new EngineProcess({
    ...process,
    settings: {
      ...{ library: module, models: folders, assets: assets.folder, device, cache },
      ...{ cacheBytes, keepBytes, memoryBytes, prepackedBytes, previews },
    },
    onState: (state) => socket.tellEngineState(state),
    onChoice: (choice) => tellDevice(log, device, choice),
  })
  const models = modelShelf(folders)
  const records = new RunRecords(databases, library)
  const runs = new RunQueue({ records, engine, library, models, log, ...options.queue })
  const guard = createGuard({ bind: host, names: options.names ?? [] })
  const tokens = createTokenCheck(options.token)
  const app = createApp({
    ...{ runs, engine, library, models, assets, guard, tokens, log },
    workflows: new WorkflowStore(databases),
    templates: templatesIn(options.templates ?? paths.templates, log),
    page: options.page ?? paths.page,
  })
  const server = createServer({ requestTimeout: 120_000, headersTimeout: 15_000, keepAliveTimeout: 10_000 }, app)
  server.maxConnections = 1_024
  const socket = attachSocket(server, { runs, guard, tokens, engineState: () => engine.state, ...options.socket })
  try {
    server.listen(options.port, host)
    await once(server, 'listening')
  } catch (error) {
    socket.close()
    databases.close()
    throw error
  }
  engine.start()
  runs.recover()

  async function close(): Promise<void> {
    runs.close()
    await new Promise((resolve) => setImmediate(resolve)) // who follows hears of it
    socket.close()
    await Promise.all([closeServer(server), engine.close()])
    databases.close()
    release()
  }
  let closing: Promise<void> | undefined
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    engine,
    /** Takes nothing new, interrupts what is going, ends what is connected; done within two seconds or so. */
    close: () => (closing ??= close()),
  }
}

/** A device that was asked for and does not work is worth a warning; the CPU taken by `auto` is what most machines have. */
function tellDevice(log: Logger, asked: string, { device, precision, refused }: DeviceChoice): void {
  const fault = refused[device]
  if (fault) log.warn(fault)
  else if (asked === 'auto' && device === 'cpu') log.info({ refused }, 'models compute on the CPU')
  else if (refused.fp16) log.warn({ refused }, `models compute on ${device} in 32 bits`)
  else log.info({ refused }, `models compute on ${device} in ${precision === 'fp16' ? 16 : 32} bits`)
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const force = setTimeout(() => server.closeAllConnections(), 1_000)
  await closed
  clearTimeout(force)
}
