import { ApiError, errorOf } from './api-error'

export type HttpOptions = { baseUrl: string; token?: string | undefined; fetch: typeof fetch }
type Body = { json: unknown } | { bytes: Blob | Uint8Array<ArrayBuffer>; mime: string }

export type Http = ReturnType<typeof createHttp>

/** Calls the API: JSON in and out, an `ApiError` for everything that went wrong. */
export function createHttp({ baseUrl, token, fetch }: HttpOptions) {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}

  async function call(method: string, path: string, body?: Body, more: RequestInit = {}): Promise<Response> {
    const headers: Record<string, string> = { ...authorization }
    if (body) headers['content-type'] = 'json' in body ? 'application/json' : body.mime
    const content = body && ('json' in body ? JSON.stringify(body.json) : body.bytes)
    const response = await fetch(baseUrl + path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(content !== undefined && { body: content }),
      ...more,
    }).catch((error: unknown) => {
      if (more.signal?.aborted) throw error
      throw new ApiError({ status: 0, title: 'The server cannot be reached' })
    })
    if (!response.ok) throw await errorOf(response)
    return response
  }

  return {
    call,
    get: async <T>(path: string): Promise<T> => (await call('GET', path)).json() as Promise<T>,
    post: async <T>(path: string, body: Body): Promise<T> => (await call('POST', path, body)).json() as Promise<T>,
    put: async <T>(path: string, body: Body): Promise<T> => (await call('PUT', path, body)).json() as Promise<T>,
    remove: async (path: string): Promise<void> => void (await call('DELETE', path)),
  }
}
