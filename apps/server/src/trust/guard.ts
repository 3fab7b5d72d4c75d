import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { RequestError } from '../errors'

export type GuardOptions = {
  /** The address the server listens on. */
  bind: string
  /** Names under which it may be called besides its own addresses. */
  names?: readonly string[]
}
type Asked = { method: string; url: string; headers: IncomingHttpHeaders }

/** `[::1]:4870` → `::1`, `LocalHost:4870` → `localhost`; undefined when it is no host at all. */
function nameIn(host: string | undefined): string | undefined {
  if (!host || !/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/.test(host)) return undefined
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
}

export const isLoopback = (name: string) => name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)

/**
 * Keeps other web pages out. A page that calls this server from elsewhere sends its own Origin; one whose name was made to
 * resolve to this machine (DNS rebinding) sends that name as Host. Names decide, never what they resolve to.
 */
export function createGuard({ bind, names = [] }: GuardOptions) {
  const known = new Set(names.map((name) => name.toLowerCase()))
  // Rebinding needs a name, so on a server that is open to a network any address will do.
  const isOurs = (name: string) => isLoopback(name) || known.has(name) || (!isLoopback(bind) && isIP(name) !== 0)

  function originFits(origin: string, host: string): boolean {
    try {
      return new URL(origin).host === new URL(`http://${host}`).host
    } catch {
      return false // `null` too
    }
  }

  /** What is wrong with where a request comes from, or undefined. Plain HTTP and the socket's upgrade alike. */
  return ({ method, url, headers }: Asked): RequestError | undefined => {
    const { host, origin } = headers
    const name = nameIn(host)
    if (name === undefined || !isOurs(name))
      return new RequestError(403, 'unknown-host', 'This server is not called by that name', {
        detail: 'start it with --allow-host NAME to let a name in',
      })
    if (origin !== undefined && !originFits(origin, host!))
      return new RequestError(403, 'foreign-origin', 'Pages of other origins may not call this server')
    const site = headers['sec-fetch-site']
    if (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none') {
      const opensPage =
        method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
      if (!opensPage || /^\/(api|health)\b/.test(url))
        return new RequestError(403, 'foreign-site', 'Pages of other sites may not call this server')
    }
    return undefined
  }
}
export type Guard = ReturnType<typeof createGuard>
