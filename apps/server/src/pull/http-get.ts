import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'
import { isLoopback } from '../trust/guard'
import { PullFault } from './fault'
import { proxyFor } from './proxy'

const redirects = 5
/** Of silence, ms. */
const patience = 60_000

/** An answer, and the headers of all on the way to it; of two alike the earlier counts. */
export type Answer = { readonly response: IncomingMessage; readonly headers: IncomingHttpHeaders }

/** Asks for a URL, by way of the proxy that the environment names, and of redirects. Only https leaves this machine. */
export async function ask(address: URL, headers: Record<string, string> = {}): Promise<Answer> {
  const local = isLoopback(hostOf(address))
  let url = address
  let said: IncomingHttpHeaders = {}
  for (let hop = 0; hop <= redirects; hop++) {
    const response = await answerOf(await send(url, headers, local), url)
    said = { ...response.headers, ...said }
    const { statusCode = 0 } = response
    const { location } = response.headers
    if (statusCode < 300 || statusCode >= 400 || !location) return { response, headers: said }
    response.resume()
    url = new URL(location, url)
  }
  throw new PullFault(`${address.href} leads in a circle: more than ${redirects} redirects`)
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

async function send(url: URL, headers: Record<string, string>, local: boolean): Promise<ClientRequest> {
  const host = hostOf(url)
  if (url.protocol === 'http:' && local && isLoopback(host)) return httpRequest(url, { headers })
  if (url.protocol !== 'https:')
    throw new PullFault(`${url.href} is not https; only that is fetched from other machines`)
  const proxy = proxyFor(url)
  if (!proxy) return httpsRequest(url, { headers })
  const socket = await tunnel(proxy, `${host}:${url.port || 443}`)
  return httpsRequest(url, { headers, agent: false, createConnection: () => connect({ socket, servername: host }) })
}

/** A connection through a proxy; RFC 9110, §9.3.6 */
async function tunnel(proxy: URL, path: string): Promise<Socket> {
  const login = proxy.username && `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const headers = { host: path, ...(login && { 'proxy-authorization': `Basic ${btoa(login)}` }) }
  const request = httpRequest({ host: proxy.hostname, port: proxy.port || 80, method: 'CONNECT', path, headers })
  request.setTimeout(patience, () => request.destroy(new Error('it does not answer')))
  request.end()
  try {
    const [response, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket]
    if (response.statusCode === 200) return socket
    socket.destroy()
    throw new Error(`it answers ${response.statusCode}`)
  } catch (error) {
    throw new PullFault(`the proxy ${proxy.host} lets nothing through: ${(error as Error).message}`)
  }
}

async function answerOf(request: ClientRequest, url: URL): Promise<IncomingMessage> {
  request.setTimeout(patience, () => request.destroy(new Error('it does not answer')))
  request.end()
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return response
  } catch (error) {
    throw new PullFault(`${url.host} cannot be reached: ${(error as Error).message}`)
  }
}
