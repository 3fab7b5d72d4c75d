import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drag, middle, node, openEditor, socket, wire } from './page'

let editor: Awaited<ReturnType<typeof openEditor>>
let page: Page

beforeAll(async () => {
  editor = await openEditor()
})
afterAll(() => editor?.close())

beforeEach(async () => {
  page = await editor.fresh()
  await node(page, 'save').waitFor()
})
afterEach(async () => {
  expect(editor.errors.splice(0)).toEqual([])
  await page.context().close()
})

const field = (id: string, label: string) => node(page, id).getByLabel(label, { exact: true })
const run = () => page.getByRole('button', { name: 'Run', exact: true })
const done = () => page.getByText(/^Done in/).waitFor()
const exists = (place: ReturnType<typeof node>) => place.count().then((count) => count > 0)

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

describe('a wire drawn by hand', () => {
  it('connects sockets of one type and replaces the wire that was there', async () => {
    await drag(
      page,
      await middle(socket(page, 'output', 'negative.conditioning')),
      await middle(socket(page, 'input', 'steps.positive')),
    )
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).first().waitFor()
    const [saved] = await page.evaluate(() => fetch('/api/v1/workflows').then((answer) => answer.json()))
    expect(saved.workflow.nodes.steps.inputs.positive).toEqual({ from: ['negative', 'conditioning'] })
  })

  it('is refused at another type with the reason, and leaves nothing on the pointer', async () => {
    await drag(
      page,
      await middle(socket(page, 'output', 'schedule.schedule')),
      await middle(socket(page, 'input', 'steps.negative')),
    )
    await page.getByText('takes conditioning, not schedule').waitFor()
    expect(await page.locator('.wire.draft').getAttribute('d')).toBe('')
  })

  it('is taken off by pulling its end onto empty canvas', async () => {
    await drag(page, await middle(socket(page, 'input', 'save.image')), [760, 720])
    await wire(page, 'save.image').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await wire(page, 'save.image').waitFor()
  })

  it('dropped on empty canvas offers what fits and wires it', async () => {
    await drag(page, await middle(socket(page, 'output', 'decode.image')), [1100, 150])
    const list = page.getByRole('listbox', { name: 'Nodes' })
    expect(await list.getByRole('option').allTextContents()).toEqual([
      'EncodeLatent',
      'Preview imageImage',
      'Save imageImage',
      'UpscaleImage',
    ])
    await page.keyboard.type('preview')
    await page.keyboard.press('Enter')
    await wire(page, 'previewImage.image').waitFor()
  })

  it('is given up with Escape', async () => {
    const start = await middle(socket(page, 'output', 'decode.image'))
    await page.mouse.move(...start)
    await page.mouse.down()
    await page.mouse.move(start[0] + 60, start[1] + 60, { steps: 3 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await page.locator('.wire.draft').getAttribute('d')).toBe('')
    expect(await page.getByRole('dialog').count()).toBe(0)
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

describe('a wire made by keys', () => {
  const sockets = () => page.getByRole('listbox', { name: 'Sockets' }).getByRole('option')
  const linkOf = async (id: string, input: string) => {
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).first().waitFor()
    const [saved] = await page.evaluate(() => fetch('/api/v1/workflows').then((answer) => answer.json()))
    return saved.workflow.nodes[id].inputs[input]
  }

  it('goes from a socket that has the focus to one of those that fit, and the focus comes back', async () => {
    const from = socket(page, 'output', 'negative.conditioning')
    await from.focus()
    await page.keyboard.press('Enter')
    expect(await sockets().allTextContents()).toEqual(['PositiveUNet steps, wired', 'NegativeUNet steps, wired'])
    await page.keyboard.type('pos')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await from.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await linkOf('steps', 'positive')).toEqual({ from: ['negative', 'conditioning'] })
  })

  it('begins at the node that is selected, whose sockets are offered first', async () => {
    await page.keyboard.press('Tab')
    await page.keyboard.type('preview')
    await page.keyboard.press('Enter')
    await node(page, 'previewImage').waitFor()
    await page.keyboard.press('w')
    expect(await sockets().allTextContents()).toEqual(['Imageinput'])
    await page.keyboard.press('Enter')
    expect(await sockets().allTextContents()).toEqual(['ImageDecode'])
    await page.keyboard.press('Enter')
    await wire(page, 'previewImage.image').waitFor()
    await page.keyboard.press('w')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await wire(page, 'previewImage.image').waitFor({ state: 'detached' })
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

/** Nodes of the template that the page opens with. */
const templateNodes = () =>
  page.evaluate(() =>
    fetch('/api/v1/templates')
      .then((answer) => answer.json())
      .then(([first]) => first.workflow.nodes),
  )

describe('a run', () => {
  it('shows previews as they come, then the image, which opens large', async () => {
    await page.keyboard.press('Control+Enter')
    const preview = node(page, 'steps').getByAltText('Preview of the newest step')
    await preview.waitFor()
    const first = await preview.getAttribute('src')
    await expect.poll(() => preview.getAttribute('src')).not.toBe(first)
    await done()
    expect(await node(page, 'checkpoint').getByText('cached').count()).toBe(1)
    await node(page, 'save').getByRole('button', { name: 'Enlarge image 1' }).click()
    await page.getByRole('button', { name: 'Download' }).waitFor()
  })

  it('has two pictures of a batch compared by a divider and in turns', async () => {
    await field('latent', 'Batch').fill('2')
    await field('latent', 'Batch').press('Enter')
    await run().click()
    await done()
    await node(page, 'save').getByRole('button', { name: 'Enlarge image 2' }).click()
    await page.getByRole('button', { name: 'Compare' }).click()
    const divider = page.getByRole('slider', { name: /^Divider/ })
    expect(await page.locator('.compare-label').allTextContents()).toEqual(['Image 1', 'Image 2'])
    await divider.press('Shift+ArrowLeft')
    expect(await divider.getAttribute('aria-valuenow')).toBe('40')
    const box = (await page.locator('.compare').boundingBox())!
    await drag(page, [box.x + box.width / 2, box.y + 90], [box.x + box.width * 0.75, box.y + 90])
    expect(await divider.getAttribute('aria-valuenow')).toBe('75')
    await page.getByRole('button', { name: 'Compare' }).focus()
    await page.keyboard.down('f')
    await page.getByText('Image 1').waitFor({ state: 'detached' })
    await page.getByText('Image 2').waitFor({ state: 'detached' })
    await page.keyboard.up('f')
    await divider.waitFor()
  })

  it('is cancelled, and can run again', async () => {
    await run().click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Cancelled').waitFor()
    await run().click()
    await done()
  })

  it('marks the node that failed with its sentence', async () => {
    await field('prompt', 'Text').fill('please fail')
    await run().click()
    await node(page, 'steps').getByText('the model gave values that are not numbers').waitFor()
    await page.getByRole('button', { name: '1 problem' }).click()
    expect(await node(page, 'steps').getAttribute('data-selected')).not.toBeNull()
  })

  it('marks node and input when the server refuses the document, until it is mended', async () => {
    await drag(page, await middle(socket(page, 'input', 'save.image')), [760, 720])
    await run().click()
    await node(page, 'save').getByText('image: needs a link to a image').waitFor()
    expect(await node(page, 'save').locator('[data-input=image][data-wrong]').count()).toBe(1)
    await page.keyboard.press('Control+z')
    await node(page, 'save').getByText('needs a link').waitFor({ state: 'detached' })
  })

  it('is in the gallery afterwards, with its workflow', async () => {
    await run().click()
    await done()
    await page.getByRole('button', { name: 'Gallery' }).click()
    await page.getByRole('button', { name: 'Show image 1 of Text to image' }).first().waitFor()
    await page.getByRole('button', { name: 'Open workflow' }).first().click()
    await node(page, 'save').getByRole('button', { name: 'Enlarge image 1' }).waitFor()
  })
})

describe('nothing is lost', () => {
  it('by a reload, not even in the middle of a run', async () => {
    await field('prompt', 'Text').fill('a dog reading in a forest')
    await run().click()
    await page.waitForTimeout(500)
    await page.reload()
    expect(await field('prompt', 'Text').inputValue()).toBe('a dog reading in a forest')
    await done()
    await node(page, 'save').getByRole('button', { name: 'Enlarge image 1' }).waitFor()
  })

  it('when two tabs save the same document: the second is asked', async () => {
    await page.getByLabel('Workflow name').fill('Shared')
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).first().waitFor()
    const other = await editor.tab(page.context())
    await node(other, 'save').waitFor()
    await other.getByRole('button', { name: 'Open', exact: true }).click()
    await other
      .getByRole('dialog')
      .getByRole('button', { name: /^Shared/ })
      .click()
    await node(other, 'prompt').getByLabel('Text', { exact: true }).fill('theirs')
    const texts = () =>
      page.evaluate(async () => {
        const all = await (await fetch('/api/v1/workflows')).json()
        return all.map(
          (saved: { workflow: { nodes: Record<string, { inputs: Record<string, unknown> }> } }) =>
            saved.workflow.nodes.prompt?.inputs.text,
        )
      })
    await expect.poll(texts, { timeout: 8_000 }).toContain('theirs')
    await field('prompt', 'Text').fill('mine')
    await page.getByRole('dialog', { name: 'Saved in another window' }).waitFor()
    await page.getByRole('button', { name: 'Keep mine as a copy' }).click()
    await expect.poll(() => page.getByLabel('Workflow name').inputValue()).toBe('Shared copy')
    expect(await field('prompt', 'Text').inputValue()).toBe('mine')
    await expect.poll(texts).toEqual(expect.arrayContaining(['mine', 'theirs']))
  })

  it('of a node type that the server lacks', async () => {
    const workflow = {
      format: 'latent-loom/workflow',
      version: 1,
      nodes: { odd: { type: 'FromTheFuture', inputs: { strength: 3 }, at: [0, 0] } },
    }
    await dropFile('future.json', 'application/json', Buffer.from(JSON.stringify(workflow)))
    await node(page, 'odd').getByText('The server has no node type “FromTheFuture”').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'More' })
        .click()
        .then(() => page.getByRole('menuitem', { name: 'Export JSON' }).click()),
    ])
    expect(JSON.parse(await readFile(await download.path(), 'utf8')).nodes.odd.inputs).toEqual({ strength: 3 })
  })
})

describe('a file dropped on the page', () => {
  it('opens as the workflow that a picture carries', async () => {
    await field('prompt', 'Text').fill('a cat sleeping on a beach')
    await run().click()
    await done()
    const image = await node(page, 'save').locator('.images img').getAttribute('src')
    const bytes = await page.evaluate(
      async (src) => [...new Uint8Array(await (await fetch(src)).arrayBuffer())],
      image!,
    )
    await field('prompt', 'Text').fill('something else')
    await dropFile('picture.png', 'image/png', Buffer.from(bytes))
    await expect.poll(() => field('prompt', 'Text').inputValue()).toBe('a cat sleeping on a beach')
  })

  it('that is no workflow is refused in a sentence, and what was open stays', async () => {
    await dropFile('notes.json', 'application/json', Buffer.from('{"hello": 1}'))
    await page.getByText('expected "latent-loom/workflow"').waitFor()
    expect(await exists(node(page, 'save'))).toBe(true)
  })
})

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
