import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { eachInTheEditor, node } from './page'

let page: Page
const editor = eachInTheEditor((fresh) => {
  page = fresh
})

const field = (id: string, label: string) => node(page, id).getByLabel(label, { exact: true })
const run = () => page.getByRole('button', { name: 'Run', exact: true })
const done = () => page.getByText(/^Done in/).waitFor()
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
