import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { drag, eachInTheEditor, middle, node, socket, wire } from './page'

let page: Page
eachInTheEditor((fresh) => {
  page = fresh
})

const field = (id: string, label: string) => node(page, id).getByLabel(label, { exact: true })
const run = () => page.getByRole('button', { name: 'Run', exact: true })
const done = () => page.getByText(/^Done in/).waitFor()
/** Nodes of the template that the page opens with. */
const templateNodes = () =>
  page.evaluate(() =>
    fetch('/api/v1/templates')
      .then((answer) => answer.json())
      .then(([first]) => first.workflow.nodes),
  )
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

describe('fields', () => {
  it('take text without moving or zooming anything, and grow with it', async () => {
    const box = await node(page, 'prompt').boundingBox()
    await field('prompt', 'Text').dblclick()
    await field('prompt', 'Text').fill('one\ntwo\nthree\nfour\nfive\nsix')
    const grown = (await node(page, 'prompt').boundingBox())!
    expect(grown.width).toBeCloseTo(box!.width)
    expect(grown.height).toBeGreaterThan(box!.height)
    await page.keyboard.press('m')
    expect(await node(page, 'prompt').getAttribute('data-mode')).toBeNull()
  })

  it('keep a number in range and step it by arrows', async () => {
    await field('schedule', 'Steps').fill('900')
    await field('schedule', 'Steps').press('Enter')
    expect(await field('schedule', 'Steps').inputValue()).toBe('150')
    await field('schedule', 'Steps').press('ArrowDown')
    expect(await field('schedule', 'Steps').inputValue()).toBe('149')
  })

  it('draw a new seed by the dice, and after each run when asked to', async () => {
    await node(page, 'steps').getByRole('button', { name: 'Random seed' }).click()
    const drawn = await field('steps', 'Seed').inputValue()
    expect(drawn).not.toBe('7')
    await node(page, 'steps').getByRole('button', { name: 'Randomise after each run' }).click()
    await run().click()
    await done()
    expect(await field('steps', 'Seed').inputValue()).not.toBe(drawn)
  })
})

describe('the words of a prompt', () => {
  const chip = (word: string) => node(page, 'prompt').getByLabel(`weight of ${word}`, { exact: true })
  const weights = () => field('prompt', 'Word weights')

  it('are weighed by dragging as one step, by keys and by the text of weights', async () => {
    const [x, y] = await middle(chip('rat'))
    await drag(page, [x, y], [x + 70, y])
    expect(await weights().inputValue()).toBe('rat: 2')
    await page.keyboard.press('Control+z')
    expect(await weights().inputValue()).toBe('')
    await chip('cooking').press('Shift+ArrowLeft')
    expect(await weights().inputValue()).toBe('cooking: 0')
    await weights().fill('dragon: 4, rat: -1')
    expect(await chip('rat').getAttribute('aria-valuenow')).toBe('-1')
    await chip('rat').press('Delete')
    expect(await weights().inputValue()).toBe('dragon: 4')
    expect(await node(page, 'prompt').count()).toBe(1)
  })

  it('show where they went on the picture of the run, until let go', async () => {
    await run().click()
    await done()
    expect(await chip('apartment').locator('.chip-word > span').allTextContents()).toEqual(['apart', 'ment'])
    const heat = node(page, 'save').locator('canvas.heat')
    await chip('rat').hover()
    await heat.waitFor()
    await page.mouse.move(5, 5)
    await heat.waitFor({ state: 'detached' })
    await chip('rat').click()
    await page.mouse.move(5, 5)
    const opacity = (canvas: HTMLCanvasElement) => canvas.getContext('2d')!.getImageData(64, 64, 1, 1).data[3]
    await expect.poll(() => heat.evaluate(opacity)).toBeGreaterThan(60)
    await page.keyboard.press('Escape')
    await heat.waitFor({ state: 'detached' })
  })

  it('show where they went in each picture of a batch, on the node, large and compared', async () => {
    await field('latent', 'Batch').fill('2')
    await field('latent', 'Batch').press('Enter')
    await run().click()
    await done()
    await chip('cooking').click()
    const painted = (canvas: HTMLCanvasElement) => canvas.toDataURL()
    const heats = node(page, 'save').locator('canvas.heat')
    await expect.poll(() => heats.count()).toBe(2)
    const of = (at: number) => heats.nth(at).evaluate(painted)
    await expect.poll(async () => (await of(0)) !== (await of(1))).toBe(true)
    const second = await of(1)
    await node(page, 'save').getByRole('button', { name: 'Enlarge image 2' }).click()
    await expect.poll(() => page.locator('.large canvas.heat').evaluate(painted)).toBe(second)
    await page.getByRole('button', { name: 'Compare' }).click()
    expect(await page.locator('.compare canvas.heat').count()).toBe(2)
    expect(await page.getByRole('group', { name: 'Words of the picture' }).count()).toBe(1)
  })

  it('are those that come by a wire, weighed by mouse and keys, and show where they went', async () => {
    const document = {
      ...{ format: 'latent-loom/workflow', version: 1, name: 'Wired' },
      nodes: {
        sentence: { type: 'Text', at: [0, -300], inputs: { text: 'a rat cooking' } },
        ...(await templateNodes()),
      },
    }
    document.nodes.prompt.inputs.text = { from: ['sentence', 'text'] }
    await dropFile('wired.json', 'application/json', Buffer.from(JSON.stringify(document)))
    await node(page, 'sentence').waitFor()
    expect(await field('prompt', 'Text').count()).toBe(0)
    const [x, y] = await middle(chip('rat'))
    await drag(page, [x, y], [x + 70, y])
    expect(await weights().inputValue()).toBe('rat: 2')
    await chip('cooking').press('Shift+ArrowLeft')
    expect(await weights().inputValue()).toBe('rat: 2, cooking: 0')
    await field('sentence', 'Text').fill('a dog cooking')
    expect(await chip('rat').count()).toBe(0)
    const end = await wire(page, 'prompt.text')
      .locator('.wire')
      .evaluate((path: SVGPathElement) => {
        const { x, y } = path.getPointAtLength(path.getTotalLength()).matrixTransform(path.getScreenCTM()!)
        return [x, y]
      })
    const [sx, sy] = await middle(socket(page, 'input', 'prompt.text'))
    expect(Math.hypot(end[0]! - sx, end[1]! - sy)).toBeLessThan(1.5)
    await run().click()
    await done()
    await chip('dog').click()
    await node(page, 'save').locator('canvas.heat').waitFor()
    await field('sentence', 'Text').fill('a cat cooking')
    await node(page, 'save').locator('canvas.heat').waitFor({ state: 'detached' })
  })
})
