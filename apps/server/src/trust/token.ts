import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const COOKIE = 'loom_token'
const digest = (text: string) => createHash('sha256').update(text).digest()
/** What the cookie holds: not the token itself. */
const cookieOf = (token: string) => digest(`cookie of ${token}`).toString('hex')

/** Takes as long for a wrong token as for the right one. */
const equal = (given: string, wanted: string) => timingSafeEqual(digest(given), digest(wanted))

/** Checks who calls, when the server was started with a token; lets everybody in when it was not. */
export function createTokenCheck(token: string | undefined) {
  const matches = (given: string | undefined) => given !== undefined && token !== undefined && equal(given, token)

  return {
    needed: token !== undefined,
    matches,
    /** By `Authorization: Bearer`, by the page's cookie, or (a browser's socket has no headers) by a sub-protocol. */
    admits(headers: IncomingHttpHeaders): boolean {
      if (token === undefined) return true
      const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
      const cookie = new RegExp(`(?:^|; *)${COOKIE}=([0-9a-f]+)`).exec(headers.cookie ?? '')?.[1]
      const hex = /(?:^|, *)token\.((?:[0-9a-f]{2})+)/.exec(headers['sec-websocket-protocol'] ?? '')?.[1]
      return (
        matches(bearer) ||
        matches(hex && Buffer.from(hex, 'hex').toString()) ||
        (cookie !== undefined && equal(cookie, cookieOf(token)))
      )
    },
    /** Given to a page that was opened with `?token=`, so that it needs no token again. */
    setCookie:
      token === undefined ? '' : `${COOKIE}=${cookieOf(token)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`,
  }
}
export type TokenCheck = ReturnType<typeof createTokenCheck>
