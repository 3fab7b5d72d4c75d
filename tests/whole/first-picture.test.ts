import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium'
import { root } from '../support/host'
import { loom, loomServe, type Server, temporaryFolder } from '../support/loom'

const GRAPH = join(root, 'graphs/text-to-image.json')
const SENTENCE = 'a dog reading in a forest'

let server: Server
let browser: Browser
let data: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  data = await temporaryFolder()
  server = await loomServe(data.folder)
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await data?.remove()
})

const pixels = async (png: Uint8Array) => (await sharp(png).raw().toBuffer()).toString('base64')

async function byHttp(): Promise<Uint8Array> {
  const workflow = JSON.parse(await readFile(GRAPH, 'utf8'))
  const { id } = await server.client.runs.start({ workflow, set: { 'prompt.text': SENTENCE } })
  for await (const event of server.client.runs.events(id)) if (event.type === 'ended') break
  const run = await server.client.runs.get(id)
  expect(run).toMatchObject({ status: 'done', error: null })
  return server.client.assets.read(run.images.save![0]!.id)
}

async function byCommand(): Promise<Uint8Array> {
  const out = join(data.folder, 'dog.png')
  const { code, stdout, stderr } = await loom('run', GRAPH, '--set', `prompt.text=${SENTENCE}`, '--out', out)
  expect(stderr).not.toMatch(/error|warn/i)
  expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: out })
  return readFile(out)
}

const node = (page: Page, id: string) => page.locator(`[data-node-id="${id}"]`)
const promptField = (page: Page) => node(page, 'prompt').getByLabel('Text', { exact: true })

async function openPage(): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(server.url)
  await node(page, 'save').waitFor()
  return { page, errors }
}

describe('a sentence becomes a picture', () => {
  it('in the browser, with previews on the way, and the document outlives a reload; the same by HTTP and by command', async () => {
    const { page, errors } = await openPage()
    // The default workflow opens as Untitled or under its template's name; another sentence is typed into its prompt.
    await promptField(page).fill(SENTENCE)
    const previews = new Set<string>()
    await page.exposeFunction('sawPreview', (src: string) => void previews.add(src))
    await page.evaluate(() => {
      const report = (window as unknown as { sawPreview(src: string): void }).sawPreview
      new MutationObserver(() => {
        const picture = document.querySelector<HTMLImageElement>('[data-node-id="steps"] img')
        if (picture) report(picture.src)
      }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['src'] })
    })
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const picture = node(page, 'save').locator('img')
    await picture.waitFor({ timeout: 150_000 })
    expect(previews.size).toBeGreaterThan(1)
    const source = await picture.evaluate((img: HTMLImageElement) => img.src)
    const seen = new Uint8Array(await (await fetch(source)).arrayBuffer())

    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/saved/i).first().waitFor()
    await page.reload()
    await node(page, 'prompt').waitFor()
    expect(await promptField(page).inputValue()).toBe(SENTENCE)
    expect(errors).toEqual([])
    await page.close()

    const [http, command] = [await byHttp(), await byCommand()]
    expect(await pixels(http)).toBe(await pixels(seen))
    expect(await pixels(command)).toBe(await pixels(seen))
    expect(
      JSON.parse(
        (await sharp(seen).metadata()).comments?.find(({ keyword }) => keyword === 'latent-loom')?.text ?? '{}',
      ),
    ).toMatchObject({
      nodes: { prompt: { inputs: { text: SENTENCE } } },
    })
  }, 300_000)

  it('and a broken document says which node and input, in the page and in the terminal', async () => {
    const bad = await loom('run', GRAPH, '--set', 'scheduler.steps=0')
    expect(bad).toMatchObject({ code: 2, stdout: '' })
    expect(bad.stderr).toContain('scheduler.steps: expected a whole number from 1 to 150, got 0')
    const { page } = await openPage()
    const { nodes } = JSON.parse(await readFile(GRAPH, 'utf8'))
    const broken = {
      format: 'latent-loom/workflow',
      version: 1,
      name: 'Broken',
      nodes: { ...nodes, decode: { ...nodes.decode, inputs: {} } },
    }
    await page.evaluate((text) => {
      const files = new DataTransfer()
      files.items.add(new File([text], 'broken.json', { type: 'application/json' }))
      for (const type of ['dragenter', 'dragover', 'drop'])
        document
          .querySelector('[data-testid="canvas"]')!
          .dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }))
    }, JSON.stringify(broken))
    await page.getByText('Broken').first().waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await node(page, 'decode')
      .getByText(/nothing is connected/)
      .first()
      .waitFor()
    await page.close()
  })
})
