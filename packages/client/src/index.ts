export { ApiError } from './api-error'
export { type Client, type ClientOptions, createClient } from './client'
export type { Connection, ConnectionState, EngineState, Listeners } from './connection'
export type { SocketClass, SocketLike } from './socket-like'
