import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import type { TokenCheck } from '../trust/token'

const policy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'", // components bring their own style elements
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const pagePolicy: RequestHandler = (_req, res, next) => {
  res.set('content-security-policy', policy)
  next()
}

/** `/?token=…` gives the page its cookie and takes the token out of the address. */
const tokenOnce =
  (tokens: TokenCheck): RequestHandler =>
  (req, res, next) => {
    if (!tokens.needed || tokens.admits(req.headers)) return next()
    if (typeof req.query.token === 'string' && tokens.matches(req.query.token))
      return res.set({ 'set-cookie': tokens.setCookie, 'cache-control': 'no-store' }).redirect(303, '/')
    res
      .status(401)
      .type('text/plain')
      .send('This server asks for its token: open its address with ?token=… behind it.\n')
  }

/** The editor: files of its build, and its index for every other path, which the page reads itself. */
export function pageRoutes(folder: string, tokens: TokenCheck): Router {
  const router = Router()
  const index = join(folder, 'index.html')
  router.use(pagePolicy, tokenOnce(tokens))
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }),
  )
  router.use(express.static(folder, { index: false, redirect: false, cacheControl: false }))
  router.get('/{*path}', (req, res, next) => {
    if (!req.accepts('html') || /\.\w+$/.test(req.path)) return next()
    if (!existsSync(index))
      return res
        .status(503)
        .type('text/plain')
        .send(
          'The editor is not built. Run: npm run build\n\nThe API is at /api/v1, its description at /api/v1/openapi.json\n',
        )
    res.set('cache-control', 'no-cache').sendFile(index, { cacheControl: false })
  })
  return router
}
