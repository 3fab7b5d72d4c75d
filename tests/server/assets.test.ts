import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { single } from './support/documents'
import { sharedServer } from './support/server'
import { endOf, Watch } from './support/watch'

const shared = sharedServer()

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#358' }, limitInputPixels: false })
const bytes = (buffer: Buffer) => new Uint8Array(buffer)
const upload = (url: string, body: string | Uint8Array<ArrayBuffer>, type = 'image/png') =>
  fetch(`${url}/api/v1/assets`, { method: 'POST', body, headers: { 'content-type': type } })

describe('images', () => {
  it('are kept under the hash of their content, told by what they are and not by what is said', async () => {
    const { client, url } = shared()
    const webp = bytes(await blank(20, 10).webp().toBuffer())
    const asset = await client.assets.upload(webp, 'image/png')
    expect(asset).toMatchObject({ width: 20, height: 10, id: expect.stringMatching(/^[0-9a-f]{64}\.webp$/) })
    expect(await client.assets.upload(webp)).toEqual(asset)
    const answer = await fetch(client.assets.url(asset.id))
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(webp)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    expect(url).toBeTruthy()
  })

  it('of the templates are given out, too', async () => {
    const { client } = shared()
    const { workflow } = (await client.templates()).find(({ id }) => id === 'inpaint')!
    for (const input of ['image', 'mask']) {
      const answer = await fetch(client.assets.url(String(workflow.nodes.picture!.inputs[input])))
      expect({ input, status: answer.status }).toEqual({ input, status: 200 })
    }
  })

  it('can be used in a run', async () => {
    const { client } = shared()
    const { id } = await client.assets.upload(bytes(await blank(8, 8).png().toBuffer()))
    const run = await client.runs.start({ workflow: single('Load', { image: id }) })
    expect((await endOf(client, run.id)).status).toBe('done')
    expect((await client.runs.get(run.id)).images.node).toMatchObject([{ id }])
  })

  it.each([
    ['a page', '<html><script>alert(1)</script>', 'image/png', 415],
    ['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'image/png', 415],
    ['a page by its type', '<html>', 'text/html', 415],
    ['a form', 'a=1', 'application/x-www-form-urlencoded', 415],
    ['JSON that names a file', '{"path":"/etc/passwd"}', 'application/json', 415],
    ['nothing', '', 'image/png', 415],
    ['a PNG that is cut', '\x89PNG\r\n\x1a\n', 'image/png', 422],
  ])('refuse %s', async (_, body, type, status) => {
    const { url, data } = shared()
    const before = await readdir(join(data, 'assets'))
    const answer = await upload(url, bytes(Buffer.from(body, 'latin1')), type)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch('application/problem+json')
    expect(await readdir(join(data, 'assets'))).toEqual(before)
  })

  it('refuse what would be huge once decoded, before decoding it', async () => {
    const { url } = shared()
    const png = await blank(8, 8).png().toBuffer()
    png.writeUInt32BE(30_000, 16) // the width and height that its header tells
    png.writeUInt32BE(30_000, 20)
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
    const before = process.memoryUsage.rss()
    const answer = await upload(url, bytes(png))
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as { detail: string }).detail).toMatch('exceeds pixel limit')
    expect(process.memoryUsage.rss() - before).toBeLessThan(50e6)
  })

  it.each([
    '..%2f..%2floom.db',
    '%2e%2e/loom.db',
    '..%5cloom.db',
    'loom.db',
    '%00.png',
    `${'a'.repeat(64)}.svg`,
    'C:%5cx.png',
  ])('are not found at %s', async (path) => {
    const { url } = shared()
    const answer = await fetch(`${url}/api/v1/assets/${path}`)
    expect([400, 404]).toContain(answer.status)
    expect(await answer.text()).not.toMatch(/SQLite/)
  })

  it('of a run that nobody watched are there all the same', async () => {
    const { client } = shared()
    const watch = new Watch(client)
    const run = await client.runs.start({ workflow: single('Fail') })
    await watch.until(() => watch.runs.find(({ id, status }) => id === run.id && status === 'failed'))
    expect((await client.runs.get(run.id)).images).toEqual({})
  })
})
