import type {
  Health,
  ImageAsset,
  ModelSummary,
  NodeSpec,
  RunDetails,
  RunEvent,
  RunRequest,
  RunSummary,
  SavedWorkflow,
  Template,
  Workflow,
  WorkflowSummary,
} from '@loom/protocol'
import { type Connection, type Listeners, openConnection } from './connection'
import { createHttp } from './http'
import { type EventsOptions, runEvents } from './run-events'
import { protocolsFor, type SocketClass, socketUrl } from './socket-like'

export interface ClientOptions {
  /** `http://127.0.0.1:4870`; '' on a page that the server itself gave out. */
  baseUrl?: string
  token?: string
  fetch?: typeof fetch
  /** In Node: the `WebSocket` of the package `ws`. Needed by `connect` only. */
  WebSocket?: SocketClass
}

export type Client = ReturnType<typeof createClient>

/** The API of a Latent Loom server, typed. Everything that fails throws an `ApiError`. */
export function createClient(options: ClientOptions = {}) {
  const baseUrl = (options.baseUrl ?? '').replace(/\/+$/, '')
  const { token } = options
  const http = createHttp({ baseUrl, token, fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)) })
  const api = (path: string, id?: string) => `/api/v1/${path}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`

  return {
    nodes: () => http.get<NodeSpec[]>(api('nodes')),
    models: () => http.get<ModelSummary[]>(api('models')),
    templates: () => http.get<Template[]>(api('templates')),
    health: () => http.get<Health>('/health'),

    workflows: {
      list: () => http.get<WorkflowSummary[]>(api('workflows')),
      get: (id: string) => http.get<SavedWorkflow>(api('workflows', id)),
      create: (workflow: Workflow) => http.post<SavedWorkflow>(api('workflows'), { json: { workflow } }),
      /** With `revision`, the one it was made from: a document saved by somebody else since then is not overwritten (409). */
      save: (id: string, workflow: Workflow, revision?: number) =>
        http.put<SavedWorkflow>(api('workflows', id), { json: { workflow, revision } }),
      remove: (id: string) => http.remove(api('workflows', id)),
    },

    runs: {
      start: (request: RunRequest) => http.post<RunSummary>(api('runs'), { json: request }),
      get: (id: string) => http.get<RunDetails>(api('runs', id)),
      /** Newest first. */
      list: (limit = 50) => http.get<RunSummary[]>(`${api('runs')}?limit=${limit}`),
      cancel: (id: string) => http.remove(api('runs', id)),
      /** Over plain HTTP, without previews; `connect` has both. */
      events: (id: string, more?: EventsOptions): AsyncGenerator<RunEvent, void> => runEvents(http, id, more),
    },

    assets: {
      /** PNG, JPEG or WebP. */
      upload: (content: Blob | Uint8Array<ArrayBuffer>, mime = content instanceof Blob ? content.type : 'image/png') =>
        http.post<ImageAsset>(api('assets'), { bytes: content, mime }),
      url: (id: string) => baseUrl + api('assets', id),
      read: async (id: string) => new Uint8Array(await (await http.call('GET', api('assets', id))).arrayBuffer()),
    },

    connect(listeners: Listeners): Connection {
      const WebSocket = options.WebSocket ?? (globalThis.WebSocket as unknown as SocketClass | undefined)
      if (!WebSocket) throw new Error('this Node has no WebSocket: give createClient the one of the package "ws"')
      return openConnection({ url: socketUrl(baseUrl), protocols: protocolsFor(token), WebSocket }, listeners)
    },
  }
}
