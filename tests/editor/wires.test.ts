import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { drag, eachInTheEditor, middle, node, socket, wire } from './page'

let page: Page
eachInTheEditor((fresh) => {
  page = fresh
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
