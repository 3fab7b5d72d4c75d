import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { NodeLibrary } from '@loom/runtime'
import type { Logger } from 'pino'
import { createApp } from './app'
import { EngineProcess } from './engine/engine-process'
import { modelShelf } from './model-shelf'
import { paths } from './paths'
import { RunQueue } from './runs/run-queue'
import { RunRecords } from './runs/run-records'
import type { OutboxLimits } from './socket/outbox'
import { attachSocket } from './socket/run-socket'
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
  library: NodeLibrary
  log: Logger
  token?: string | undefined
  /** Names besides its addresses under which it may be called. */
  names?: readonly string[]
  engine: {
    file: string
    library?: string | undefined
    env?: Record<string, string>
    graceMs?: number
    cacheBytes?: number
  }
  page?: string
  templates?: string
  queueLimit?: number
  socketLimits?: OutboxLimits
}

export type RunningServer = Awaited<ReturnType<typeof startServer>>

/** Opens the data folder and the port, then starts the engine. */
export async function startServer(options: ServerOptions) {
  const { data, library, log, host, token } = options
  const lock = lockFolder(data)
  try {
    const models = modelShelf([...options.models, join(data, 'models')])
    mkdirSync(join(data, 'models'), { recursive: true })
    const assets = new AssetFiles(join(data, 'assets'))
    await assets.prepare()
    const databases = openDatabases(data)
    const engine = new EngineProcess({
      file: options.engine.file,
      settings: {
        library: options.engine.library,
        models: [...options.models, join(data, 'models')],
        assets: assets.folder,
        cacheBytes: options.engine.cacheBytes ?? 1 << 29,
      },
      ...(options.engine.env && { env: options.engine.env }),
      ...(options.engine.graceMs !== undefined && { graceMs: options.engine.graceMs }),
      onState: (state) => socket.tellEngineState(state),
    })
    const records = new RunRecords(databases, library)
    const limit = options.queueLimit
    const runs = new RunQueue({ records, engine, library, models, log, ...(limit !== undefined && { limit }) })
    const guard = createGuard({ bind: host, names: options.names ?? [] })
    const tokens = createTokenCheck(token)
    const workflows = new WorkflowStore(databases)
    const templates = templatesIn(options.templates ?? paths.templates, log)
    const page = options.page ?? paths.page
    const app = createApp({ runs, engine, library, models, workflows, assets, templates, page, guard, tokens, log })

    const server = createServer({ requestTimeout: 120_000, headersTimeout: 15_000, keepAliveTimeout: 10_000 }, app)
    server.maxConnections = 1_024
    const socket = attachSocket(server, {
      ...{ runs, guard, tokens, engineState: () => engine.state },
      ...(options.socketLimits && { limits: options.socketLimits }),
    })
    server.listen(options.port, host)
    await once(server, 'listening').catch((error: unknown) => {
      socket.close()
      databases.close()
      throw error
    })
    engine.start()
    runs.recover()

    const { port } = server.address() as AddressInfo
    let closing: Promise<void> | undefined
    async function close(): Promise<void> {
      const closed = once(server, 'close')
      server.close()
      runs.close()
      socket.close()
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), 1_000)
      await Promise.all([closed, engine.close()])
      clearTimeout(force)
      databases.close()
      lock.release()
    }
    return {
      port,
      url: `http://${isIPv6(host) ? `[${host}]` : host}:${port}`,
      engine,
      /** Takes nothing new, interrupts what is going, ends what is connected; done within two seconds or so. */
      close: () => (closing ??= close()),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
