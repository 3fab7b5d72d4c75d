import type { RequestHandler } from 'express'
import { RequestError } from '../errors'
import type { Guard } from './guard'
import type { TokenCheck } from './token'

/** Headers of every answer. No answer lets other origins in. */
export const safeHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  })
  next()
}

export const guarded =
  (guard: Guard): RequestHandler =>
  (req, _res, next) =>
    next(guard({ method: req.method, url: req.originalUrl, headers: req.headers }))

export const withToken =
  (tokens: TokenCheck): RequestHandler =>
  (req, _res, next) => {
    if (tokens.admits(req.headers)) return next()
    const headers = { 'www-authenticate': 'Bearer' }
    next(new RequestError(401, 'token', 'This server asks for its token', { headers }))
  }
