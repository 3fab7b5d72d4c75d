import express, { type RequestHandler, Router } from 'express'
import { RequestError } from '../errors'

const MAX_DEPTH = 64

/** The first place in a parsed body that is too deep or named like a prototype. Walks without recursion. */
function fault(body: unknown): string | undefined {
  const rest: [value: unknown, depth: number][] = [[body, 0]]
  while (rest.length > 0) {
    const [value, depth] = rest.pop()!
    if (typeof value !== 'object' || value === null) continue
    if (depth >= MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`
    if (Object.hasOwn(value, '__proto__')) return 'it has a key "__proto__"'
    for (const inner of Object.values(value)) rest.push([inner, depth + 1])
  }
  return undefined
}

const isJson: RequestHandler = (req, _res, next) => {
  if (req.is('application/json')) return next()
  next(new RequestError(415, 'not-json', 'This route takes application/json'))
}
const isHarmless: RequestHandler = (req, _res, next) => {
  const detail = fault(req.body)
  next(detail && new RequestError(400, 'harmful', 'The body is refused', { detail }))
}

/** The body of a JSON route. A form, which any page can post to anywhere, is no JSON. */
export const jsonBody: RequestHandler = Router().use(isJson, express.json({ limit: '8mb', inflate: false }), isHarmless)
