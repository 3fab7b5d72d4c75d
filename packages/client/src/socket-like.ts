/** The part of the browser's WebSocket that is used here; the `ws` package has it too. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(text: string): void
  close(): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}
export type SocketClass = new (url: string, protocols?: string[]) => SocketLike

/** The API's socket for a base URL such as `http://127.0.0.1:4870`, or the page's own when that is ''. */
export function socketUrl(baseUrl: string): string {
  const here = typeof location === 'undefined' ? undefined : location.href
  const url = new URL(`${baseUrl}/api/v1/ws`, here)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

/** A browser cannot add headers to a WebSocket, so a token goes along as a sub-protocol. */
export function protocolsFor(token: string | undefined): string[] {
  if (!token) return ['loom']
  const hex = [...new TextEncoder().encode(token)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return ['loom', `token.${hex}`]
}
