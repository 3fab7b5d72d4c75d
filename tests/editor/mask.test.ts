import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { drag, eachInTheEditor, node } from './page'

let page: Page
eachInTheEditor(async (fresh) => {
  page = fresh
  await page.keyboard.press('Tab')
  await page.keyboard.type('load image')
  await page.keyboard.press('Enter')
  await node(page, 'loadImage').waitFor()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const board = () => page.getByRole('application')
const masked = async () => Number((await page.getByText(/% masked/).textContent())!.replace(/\D/g, ''))

/** 100 × 50 pixels, the left half transparent when wanted. */
async function choosePicture(transparent = false): Promise<void> {
  const rgba = Array.from({ length: 5000 }, (_, pixel) => [
    40,
    120,
    60,
    transparent && pixel % 100 < 50 ? 0 : 255,
  ]).flat()
  const buffer = await sharp(Uint8Array.from(rgba), { raw: { width: 100, height: 50, channels: 4 } })
    .png()
    .toBuffer()
  await node(page, 'loadImage')
    .getByLabel('Image', { exact: true })
    .setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer })
  await node(page, 'loadImage').locator('.image-field img').waitFor()
}

async function open(name = 'Draw a mask'): Promise<void> {
  await button(name).click()
  await page.locator('.mask-sheet').waitFor()
}

/** From one place to another, in parts of the picture's sides. */
async function stroke(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const { x, y, width, height } = (await page.locator('.mask-sheet').boundingBox())!
  const at = ([u, v]: readonly [number, number]) => [x + u * width, y + v * height] as const
  await drag(page, at(from), at(to))
}

/** Grey values of the mask that the document now names. */
async function savedMask() {
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+s')
  await page.getByText('Saved', { exact: true }).first().waitFor()
  const all = await page.evaluate(() => fetch('/api/v1/workflows').then((answer) => answer.json()))
  const saved = all.at(-1) // the pages before this one saved theirs, too
  const id: string = saved.workflow.nodes.loadImage.inputs.mask
  const bytes = await page.evaluate(
    async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())],
    `/api/v1/assets/${id}`,
  )
  const { data, info } = await sharp(Uint8Array.from(bytes))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    at: (x: number, y: number) => data[y * info.width + x],
    info,
    channels: (await sharp(Uint8Array.from(bytes)).metadata()).channels,
  }
}

describe('a mask on a picture', () => {
  it('is drawn, erased and saved as a grey picture of its own, which the next look goes on with', async () => {
    await choosePicture()
    await open()
    await stroke([0.2, 0.5], [0.8, 0.5])
    await page.keyboard.press('e')
    await stroke([0.5, 0.1], [0.5, 0.9])
    await button('Save the mask').click()
    const { at, info, channels } = await savedMask()
    expect([info.width, info.height, channels]).toEqual([100, 50, 1])
    expect([at(25, 25), at(75, 25), at(50, 25), at(25, 5)]).toEqual([255, 255, 0, 0])
    await open('Edit the mask')
    expect(await masked()).toBeGreaterThan(2)
    await button('Clear (Delete)').click()
    expect(await masked()).toBe(0)
    await page.keyboard.press('Control+z')
    expect(await masked()).toBeGreaterThan(2)
  })

  it('is drawn without a mouse: arrows with Shift, brackets for the size, letters for the rest', async () => {
    await choosePicture()
    await open()
    await board().focus()
    for (let turn = 0; turn < 4; turn++) await page.keyboard.press(']')
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('Shift+ArrowRight')
    const drawn = await masked()
    expect(drawn).toBeGreaterThan(2)
    await page.keyboard.press('i')
    expect(await masked()).toBeGreaterThan(80)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('f')
    for (let turn = 0; turn < 9; turn++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await masked()).toBe(100)
    await page.keyboard.press('Control+Enter')
    expect((await savedMask()).at(0, 0)).toBe(255)
  })

  it('begins with what is transparent, and is not left by accident', async () => {
    await choosePicture(true)
    await open()
    expect(await masked()).toBe(50)
    await stroke([0.7, 0.5], [0.9, 0.5])
    await page.keyboard.press('Escape')
    await button('Draw on').click()
    await page.keyboard.press('Escape')
    await button('Discard').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await button('Draw a mask').waitFor()
  })

  it('is drawn by one finger; two of them move and zoom and draw nothing', async () => {
    await choosePicture()
    await open()
    const touch = await page.context().newCDPSession(page)
    const send = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number; id: number }[]
    ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints })
    const before = (await page.locator('.mask-sheet').boundingBox())!
    const at = (id: number, u: number) => ({ id, x: before.x + u * before.width, y: before.y + before.height / 2 })
    await send('touchStart', at(1, 0.4))
    await send('touchMove', at(1, 0.42))
    await send('touchStart', at(1, 0.42), at(2, 0.6))
    for (const out of [0.02, 0.06, 0.1]) await send('touchMove', at(1, 0.42 - out), at(2, 0.6 + out))
    await send('touchEnd')
    expect(await masked()).toBe(0)
    expect(await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).isDisabled()).toBe(true)
    expect((await page.locator('.mask-sheet').boundingBox())!.width).toBeGreaterThan(before.width * 1.4)
    await button('Fit (0)').click()
    await send('touchStart', at(1, 0.3))
    await send('touchMove', at(1, 0.7))
    await send('touchEnd')
    expect(await masked()).toBeGreaterThan(2)
  })

  it('gets a larger brush by the wheel, and is zoomed by it with Ctrl', async () => {
    await choosePicture()
    await open()
    const size = () => page.getByLabel('Size').getAttribute('aria-valuetext')
    const width = async () => (await page.locator('.mask-sheet').boundingBox())!.width
    const before = { size: await size(), width: await width() }
    await board().hover()
    await page.mouse.wheel(0, -100)
    await expect.poll(size).not.toBe(before.size)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -200)
    await page.keyboard.up('Control')
    await expect.poll(width).toBeGreaterThan(before.width * 1.2)
    await button('Fit (0)').click()
    await expect.poll(width).toBeCloseTo(before.width, 0)
  })
})
