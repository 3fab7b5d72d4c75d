import { execFileSync } from 'node:child_process'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { createFakeServer } from '../../apps/editor/dev/fake-server'
import { launchChromium } from '../support/chromium'

const build = fileURLToPath(new URL('../../tools/build.mjs', import.meta.url))

/** The browser's own line about a 4xx answer, which the page says in words. */
const refused = /status of 4\d\d/

/** The built page in a real browser, before a server that invents pictures. */
async function openEditor() {
  execFileSync(process.execPath, [build], { stdio: 'ignore' })
  const server: Server = createFakeServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = await launchChromium()
  const errors: string[] = []

  return {
    errors,
    /** A page as a new person sees it: nothing stored. */
    async fresh(): Promise<Page> {
      return this.tab(await browser.newContext({ viewport: { width: 1280, height: 800 } }))
    },
    async tab(context: BrowserContext): Promise<Page> {
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(error.message))
      page.on(
        'console',
        (message) => message.type() === 'error' && !refused.test(message.text()) && errors.push(message.text()),
      )
      await page.goto(url)
      return page
    },
    async close(): Promise<void> {
      await browser.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** For the tests of a file: each gets a fresh page with the first template open, on which nothing may complain. */
export function eachInTheEditor(ready: (page: Page) => void | Promise<void>) {
  let editor: Awaited<ReturnType<typeof openEditor>>
  let page: Page
  beforeAll(async () => {
    editor = await openEditor()
  })
  afterAll(() => editor?.close())
  beforeEach(async () => {
    page = await editor.fresh()
    await node(page, 'save').waitFor()
    await ready(page)
  })
  afterEach(async () => {
    expect(editor.errors.splice(0)).toEqual([])
    await page.context().close()
  })
  return { tab: (context: BrowserContext) => editor.tab(context) }
}

export const node = (page: Page, id: string) => page.locator(`[data-node-id="${id}"]`)
export const socket = (page: Page, side: 'input' | 'output', place: string) =>
  page.locator(`[data-socket="${place}"][data-side="${side}"]`)
export const wire = (page: Page, place: string) => page.locator(`[data-wire="${place}"]`)

/** Drags with real pointer moves, as a hand does. */
export async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...(from as [number, number]))
  await page.mouse.down()
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 })
  await page.mouse.move(...(to as [number, number]), { steps: 4 })
  await page.mouse.up()
}

export async function middle(place: ReturnType<typeof node>): Promise<[number, number]> {
  const box = (await place.boundingBox())!
  return [box.x + box.width / 2, box.y + box.height / 2]
}
