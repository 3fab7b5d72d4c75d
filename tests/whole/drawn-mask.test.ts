import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium'
import { root } from '../support/host'
import { loom, loomServe, type Server, temporaryFolder } from '../support/loom'

const workflow = JSON.parse(readFileSync(join(root, 'graphs/inpaint.json'), 'utf8'))
workflow.nodes.scheduler.inputs.steps = 8

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

const pixels = (png: Uint8Array) => sharp(png).removeAlpha().raw().toBuffer()
const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer())

/** Mean difference of two pictures of 256 × 256 over a square of them, in 0…255. */
function apart(one: Buffer, other: Buffer, [left, top]: readonly [number, number], side = 48): number {
  let sum = 0
  for (let y = top; y < top + side; y++)
    for (let x = 3 * left; x < 3 * (left + side); x++) sum += Math.abs(one[y * 768 + x]! - other[y * 768 + x]!)
  return sum / (3 * side * side)
}

it('what is drawn on a picture in the page is painted anew, the rest stays; the same mask as a file by command', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(server.url)
  await page.locator('[data-node-id="save"]').waitFor()
  await page.evaluate((text) => {
    const files = new DataTransfer()
    files.items.add(new File([text], 'inpaint.json', { type: 'application/json' }))
    const canvas = document.querySelector('[data-testid="canvas"]')!
    canvas.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
  }, JSON.stringify(workflow))
  await page.getByRole('button', { name: 'Edit the mask' }).click()
  const sheet = page.locator('.mask-sheet')
  await sheet.waitFor()
  await page.getByRole('button', { name: 'Clear (Delete)' }).click()
  const { x, y, width } = (await sheet.boundingBox())!
  for (let turn = 0; turn < 9; turn++) await page.keyboard.press(']')
  await page.mouse.move(x + width * 0.25, y + width * 0.25)
  await page.mouse.down()
  await page.mouse.move(x + width * 0.25, y + width * 0.75, { steps: 5 })
  await page.mouse.up()
  const [stored] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/assets') && response.status() === 201),
    page.getByRole('button', { name: 'Save the mask' }).click(),
  ])
  const mask = await bytesOf(server.client.assets.url((await stored.json()).id))
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const picture = page.locator('[data-node-id="save"] .images img')
  await picture.waitFor({ timeout: 150_000 })
  const painted = await pixels(await bytesOf(await picture.evaluate((img: HTMLImageElement) => img.src)))
  await page.close()

  const before = await pixels(await readFile(join(root, 'graphs/pictures', workflow.nodes.picture.inputs.image)))
  const inside = apart(painted, before, [40, 104])
  const outside = apart(painted, before, [192, 104])
  expect(inside).toBeGreaterThan(2 * outside) // outside the autoencoder alone leaves its traces

  const [graph, file, out] = ['inpaint.json', 'mask.png', 'painted.png'].map((name) => join(data.folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(graph, JSON.stringify(workflow))
  await writeFile(file, mask)
  const { code } = await loom('run', graph, '--set', `picture.mask=${file}`, '--out', out)
  expect(code).toBe(0)
  expect(await pixels(await readFile(out))).toEqual(painted)
}, 300_000)
