import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { drag, eachInTheEditor, middle, node, socket } from './page'

let page: Page
eachInTheEditor((fresh) => {
  page = fresh
})

const field = (id: string, label: string) => node(page, id).getByLabel(label, { exact: true })
const run = () => page.getByRole('button', { name: 'Run', exact: true })
const done = () => page.getByText(/^Done in/).waitFor()

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

  it('begins by itself at every change of what is painted, while that is asked for', async () => {
    const made = () => page.evaluate(async () => (await (await fetch('/api/v1/runs')).json()).length)
    await page.getByRole('button', { name: 'Run at every change' }).click()
    await done()
    const before = await made()
    const title = (await node(page, 'prompt').locator('.node-title').boundingBox())!
    await drag(page, [title.x + 20, title.y + 8], [title.x + 40, title.y + 28])
    await page.waitForTimeout(400)
    expect(await made()).toBe(before)
    await field('prompt', 'Text').pressSequentially(' of rats', { delay: 20 })
    await expect.poll(made).toBeGreaterThan(before)
    await done()
    const newest = await page.evaluate(async () => {
      const [{ id }] = await (await fetch('/api/v1/runs')).json()
      return (await (await fetch(`/api/v1/runs/${id}`)).json()).workflow.nodes.prompt.inputs.text
    })
    expect(newest).toMatch(/^ of rats/)
    const after = await made()
    await page.getByRole('button', { name: 'Run at every change' }).click()
    await field('prompt', 'Text').pressSequentially('!')
    await page.waitForTimeout(500)
    expect(await made()).toBe(after)
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

describe('several runs', () => {
  const runs = (): Promise<{ status: string; workflow: { nodes: Record<string, { inputs: { seed: number } }> } }[]> =>
    page.evaluate(async () => {
      const json = async (path: string) => (await fetch(`/api/v1/runs${path}`)).json()
      const list: { id: string }[] = await json('')
      return Promise.all(list.slice(0, 3).map(({ id }) => json(`/${id}`)))
    })
  /** Queues three runs of so many steps; the first must still be at work when the last is clicked. */
  const three = async (steps: number) => {
    await field('schedule', 'Steps').fill(`${steps}`)
    await field('schedule', 'Steps').press('Enter')
    for (const seed of ['101', '102', '103']) {
      await field('steps', 'Seed').fill(seed)
      await field('steps', 'Seed').press('Enter')
      await run().click()
    }
    await page.getByRole('button', { name: '2 waiting' }).waitFor()
  }

  it('wait in line, one after the other, until the newest is on the nodes and all are in the gallery', async () => {
    await three(60)
    await page.getByRole('button', { name: '1 waiting' }).waitFor()
    await done()
    const made = await runs()
    expect(made.map(({ status, workflow }) => [status, workflow.nodes.steps!.inputs.seed])).toEqual([
      ['done', 103],
      ['done', 102],
      ['done', 101],
    ])
    await page.getByRole('button', { name: 'Gallery' }).click()
    await expect.poll(() => page.locator('.gallery-entry[data-status=done]').count()).toBeGreaterThanOrEqual(3)
    const shown = await node(page, 'save').locator('.images img').getAttribute('src')
    const newest = await page.locator('.gallery-images img').first().getAttribute('src')
    expect(shown).toBe(newest)
  })

  it('are taken out of the line one by one, or all cancelled', async () => {
    await three(150) // none ends by itself
    await page.getByRole('button', { name: '2 waiting' }).click()
    await page.getByRole('menuitem', { name: 'Take out number 1' }).click()
    await page.getByRole('button', { name: '1 waiting' }).click()
    await page.getByRole('menuitem', { name: 'Cancel everything' }).click()
    await page.getByText('Cancelled', { exact: true }).waitFor()
    expect((await runs()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })

  it('are still in line after a reload', async () => {
    await three(60)
    await page.waitForTimeout(500)
    await page.reload()
    await page.getByRole('button', { name: '1 waiting' }).waitFor()
    await done()
    expect((await runs()).map(({ status }) => status)).toEqual(['done', 'done', 'done'])
  })
})
