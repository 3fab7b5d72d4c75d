import { type Problem, type ProblemDetails, problemsOf } from '@loom/protocol'
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { ZodError } from 'zod'

type More = { detail?: string; problems?: readonly Problem[]; headers?: Record<string, string> }

/** Thrown where it is known that a request cannot be granted; answered once, below. `title` is a sentence for people. */
export class RequestError extends Error {
  override name = 'RequestError'
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly title: string,
    readonly more: More = {},
  ) {
    super(more.detail ? `${title}: ${more.detail}` : title)
  }
}

/** What express' own body parsers throw. */
const bodyErrors: Record<string, (message: string) => RequestError> = {
  'entity.parse.failed': (detail) => new RequestError(400, 'not-json', 'The body is not JSON', { detail }),
  'entity.too.large': () =>
    new RequestError(413, 'too-large', 'The body is too large', { headers: { connection: 'close' } }),
  'encoding.unsupported': (detail) => new RequestError(415, 'encoding', 'The body must not be compressed', { detail }),
  'charset.unsupported': (detail) => new RequestError(415, 'charset', 'The body must be UTF-8', { detail }),
  'request.size.invalid': () => new RequestError(400, 'wrong-length', 'The body is not as long as announced'),
  'request.aborted': () => new RequestError(400, 'aborted', 'The body ended early'),
}
const fullDisk = new Set(['SQLITE_FULL', 'SQLITE_IOERR', 'ENOSPC', 'EDQUOT'])

function known(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error
  if (error instanceof ZodError)
    return new RequestError(400, 'wrong-shape', 'The request is not of the expected shape', {
      problems: problemsOf(error),
    })
  const { type, code, status, message } = error as { type?: string; code?: string; status?: number; message?: string }
  if (type && Object.hasOwn(bodyErrors, type)) return bodyErrors[type]!(message ?? '')
  if (code && fullDisk.has(code)) return new RequestError(507, 'disk-full', 'The disk of the server is full')
  if (status && status >= 400 && status < 500) return new RequestError(status, 'refused', 'The request was refused')
  return undefined
}

function answer(res: Response, { status, kind, title, more }: RequestError): void {
  const { detail, problems, headers } = more
  const body: ProblemDetails = {
    ...{ type: `urn:latent-loom:${kind}`, title, status },
    ...(detail !== undefined && { detail }),
    ...(problems && { problems: [...problems] }),
  }
  res
    .status(status)
    .set(headers ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(body))
}

/** Every error of every route ends here: known ones say what is wrong, others are logged and say only that. */
export function errorAnswers(log: Logger): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) return next(error)
    const request = known(error)
    if (!request) log.error({ err: error, method: req.method, path: req.path }, 'a request failed')
    answer(res, request ?? new RequestError(500, 'internal', 'Something went wrong in the server; its log says more'))
  }
}

export const unknownRoute: RequestHandler = (req) => {
  throw new RequestError(404, 'unknown-route', `There is no ${req.method} ${req.originalUrl.slice(0, 200)}`)
}
