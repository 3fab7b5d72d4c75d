import { describe, expect, it } from 'vitest'
import { ApiError } from './api-error'
import { createClient } from './client'

type Call = { url: string; init: RequestInit }

/** A client whose server gives these answers in turn, and the calls it got. */
function clientOf(...answers: (Response | Error)[]) {
  const calls: Call[] = []
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    calls.push({ url: String(url), init })
    const answer = answers.shift()!
    if (answer instanceof Error) throw answer
    return answer
  }
  return {
    calls,
    client: createClient({ baseUrl: 'http://loom/', token: 's3cret', fetch: fetch as typeof globalThis.fetch }),
  }
}
const problem = (status: number, more: object) =>
  new Response(JSON.stringify({ type: 'about:blank', status, title: 'No', ...more }), { status })
const stream = (...events: object[]) =>
  new Response(events.map((e) => `id: 1\ndata: ${JSON.stringify(e)}\n\n`).join(''))

describe('the client', () => {
  it('sends the token with every call and JSON as JSON', async () => {
    const { client, calls } = clientOf(Response.json({ id: 'r1' }))
    await client.runs.start({ workflow: { a: 1 }, set: { 'prompt.text': 'a dog' } })
    expect(calls[0]!.url).toBe('http://loom/api/v1/runs')
    expect(calls[0]!.init.headers).toEqual({ authorization: 'Bearer s3cret', 'content-type': 'application/json' })
  })

  it('throws what the server found wrong, place by place', async () => {
    const problems = [{ path: 'nodes.prompt.inputs.text', message: 'expected a string', node: 'prompt', input: 'text' }]
    const { client } = clientOf(problem(422, { problems }))
    const error = await client.runs.start({ workflow: {} }).catch((e: unknown) => e as ApiError)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 422, problems, message: 'prompt.text: expected a string' })
  })

  it('throws an ApiError also when there is no server, or something else answers', async () => {
    const { client } = clientOf(
      new TypeError('fetch failed'),
      new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
    )
    await expect(client.nodes()).rejects.toMatchObject({ status: 0, message: 'The server cannot be reached' })
    await expect(client.nodes()).rejects.toMatchObject({ status: 502, message: 'Bad Gateway' })
  })

  it('keeps an id inside its place in the path', async () => {
    const { client, calls } = clientOf(Response.json({}))
    await client.workflows.get('../../health')
    expect(calls[0]!.url).toBe('http://loom/api/v1/workflows/..%2F..%2Fhealth')
  })

  it('goes on with the events of a run after a cut, without gaps or doubles', async () => {
    const { client, calls } = clientOf(
      stream({ seq: 1, type: 'queued' }, { seq: 2, type: 'started' }),
      new TypeError('cut'),
      stream({ seq: 2, type: 'started' }, { seq: 3, type: 'ended' }),
    )
    const seen: number[] = []
    for await (const { seq } of client.runs.events('r')) seen.push(seq)
    expect(seen).toEqual([1, 2, 3])
    expect(calls.map(({ init }) => (init.headers as Record<string, string>)['last-event-id'])).toEqual(['0', '2', '2'])
  })

  it('tells no events of a run of which the last was seen', async () => {
    const { client } = clientOf(new Response(null, { status: 204 }))
    for await (const event of client.runs.events('r', { after: 9 })) expect(event).toBeUndefined()
  })
})
