import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { drag, eachInTheEditor, middle, node, socket, wire } from './page'

let page: Page
eachInTheEditor((fresh) => {
  page = fresh
})

const exists = (place: ReturnType<typeof node>) => place.count().then((count) => count > 0)
async function dropFile(name: string, type: string, content: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ({ name, type, content }) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(content)], name, { type }))
      return transfer
    },
    { name, type, content: [...content] },
  )
  await page.dispatchEvent('.canvas-area', 'drop', { dataTransfer: data })
}

describe('the canvas', () => {
  it('opens the first template, fitted, with every wire', async () => {
    expect(await page.locator('[data-node-id]').count()).toBe(8)
    expect(await page.locator('[data-wire]').count()).toBe(11)
    const { x, y, width, height } = (await node(page, 'save').boundingBox())!
    expect(x + width).toBeLessThan(1280)
    expect(y + height).toBeLessThan(800)
  })

  it('draws wires that end at the middle of their sockets', async () => {
    const end = await wire(page, 'steps.positive')
      .locator('.wire')
      .evaluate((path: SVGPathElement) => {
        const { x, y } = path.getPointAtLength(path.getTotalLength()).matrixTransform(path.getScreenCTM()!)
        return [x, y]
      })
    const [x, y] = await middle(socket(page, 'input', 'steps.positive'))
    expect(Math.hypot(end[0]! - x, end[1]! - y)).toBeLessThan(1.5)
  })

  it('adds a node by key and search, and takes it back with undo', async () => {
    await page.keyboard.press('Tab')
    await page.keyboard.type('encode')
    await page.keyboard.press('Enter')
    await node(page, 'vaeEncode').waitFor()
    await page.keyboard.press('Control+z')
    await node(page, 'vaeEncode').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Shift+z')
    await node(page, 'vaeEncode').waitFor()
  })

  it('adds a node dragged out of the palette where it is dropped', async () => {
    await page
      .getByLabel('Node palette')
      .getByRole('button', { name: 'Load image' })
      .dragTo(page.getByTestId('canvas'), {
        targetPosition: { x: 300, y: 620 },
      })
    const box = (await node(page, 'loadImage').boundingBox())!
    expect(box.x).toBeGreaterThan(212)
    expect(Math.abs(box.y + box.height / 2 - 672)).toBeLessThan(200)
  })

  it('moves all selected nodes as one step', async () => {
    const before = await Promise.all([middle(node(page, 'prompt')), middle(node(page, 'schedule'))])
    const title = (id: string) => node(page, id).locator('.node-title')
    await title('prompt').click()
    await title('schedule').click({ modifiers: ['Shift'] })
    const start = await middle(title('prompt'))
    await drag(page, start, [start[0] + 40, start[1] - 30])
    const after = await Promise.all([middle(node(page, 'prompt')), middle(node(page, 'schedule'))])
    for (const place of [0, 1]) {
      expect(after[place]![0] - before[place]![0]).toBeCloseTo(40, -1)
      expect(after[place]![1] - before[place]![1]).toBeCloseTo(-30, -1)
    }
    await page.keyboard.press('Control+z')
    await expect.poll(() => middle(node(page, 'schedule'))).toEqual(before[1])
  })

  it('selects by a box, copies, pastes and deletes', async () => {
    await drag(page, [228, 180], [480, 560])
    expect(await page.locator('.node[data-selected]').count()).toBeGreaterThanOrEqual(2)
    await page.keyboard.press('Control+d')
    await node(page, 'checkpoint-2').waitFor()
    await page.keyboard.press('Control+c')
    await page.keyboard.press('Delete')
    await node(page, 'checkpoint-2').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+v')
    await node(page, 'checkpoint-2').waitFor()
    await page.keyboard.press('Control+x')
    await node(page, 'checkpoint-2').waitFor({ state: 'detached' })
    expect(await exists(node(page, 'checkpoint'))).toBe(true)
  })
})

describe('a menu of the right button', () => {
  it('puts a node into a wire', async () => {
    const [x, y] = await wire(page, 'save.image')
      .locator('.wire')
      .evaluate((path: SVGPathElement) => {
        const point = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM()!)
        return [point.x, point.y] as const
      })
    await page.mouse.click(x, y, { button: 'right' })
    await page.getByRole('menuitem', { name: 'Insert a node' }).click()
    await page.getByRole('option', { name: /Upscale/ }).click()
    await wire(page, 'upscale.image').waitFor()
    expect(await page.locator('[data-wire]').count()).toBe(12)
  })

  it('mutes, bypasses and deletes a node', async () => {
    const choose = async (name: string) => {
      await node(page, 'negative').locator('.node-title').click({ button: 'right' })
      await page.getByRole('menuitem', { name }).click()
    }
    await choose('Mute')
    expect(await node(page, 'negative').getAttribute('data-mode')).toBe('muted')
    await choose('Bypass')
    expect(await node(page, 'negative').getAttribute('data-mode')).toBe('bypassed')
    await choose('Delete')
    await wire(page, 'steps.negative').waitFor({ state: 'detached' })
  })
})

describe('many nodes', () => {
  const many = (count: number) => ({
    format: 'latent-loom/workflow',
    version: 1,
    nodes: Object.fromEntries(
      Array.from({ length: count }, (_, place) => [
        `n${place}`,
        { type: 'EmptyLatent', inputs: {}, at: [(place % 25) * 320, Math.floor(place / 25) * 240] },
      ]),
    ),
  })

  it('are in the page only where they are seen', async () => {
    await dropFile('many.json', 'application/json', Buffer.from(JSON.stringify(many(500))))
    await expect.poll(() => page.locator('[data-far-node]').count()).toBeGreaterThan(400)
    for (let turn = 0; turn < 12; turn++) await page.getByRole('button', { name: 'Zoom in' }).click()
    const seen = page.locator('[data-node-id]').filter({ visible: true })
    await expect.poll(() => seen.count()).toBeGreaterThan(0)
    expect(await page.locator('[data-node-id]').count()).toBeLessThan(250)
  })
})
