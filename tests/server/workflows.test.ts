import { describe, expect, it } from 'vitest'
import { workflowOf } from './support/documents'
import { serve } from './support/server'

const document = (name: string) => workflowOf({ a: { type: 'Words' } }, name)

describe('saved workflows', () => {
  it('are made, listed, saved again, removed', async () => {
    const { client } = await serve()
    const saved = await client.workflows.create(document('one'))
    expect(saved).toMatchObject({ name: 'one', revision: 1 })
    const again = await client.workflows.save(saved.id, document('two'), 1)
    expect(again).toMatchObject({ id: saved.id, name: 'two', revision: 2 })
    expect(await client.workflows.list()).toEqual([
      { id: saved.id, name: 'two', revision: 2, updatedAt: again.updatedAt },
    ])
    await client.workflows.remove(saved.id)
    await expect(client.workflows.get(saved.id)).rejects.toMatchObject({ status: 404 })
    await expect(client.workflows.remove(saved.id)).rejects.toMatchObject({ status: 404 })
  })

  it('are not overwritten from an older revision, unless somebody means it', async () => {
    const { client } = await serve()
    const { id } = await client.workflows.create(document('one'))
    await client.workflows.save(id, document('other tab'), 1)
    const refused = client.workflows.save(id, document('this tab'), 1)
    await expect(refused).rejects.toMatchObject({
      status: 409,
      detail: 'the newest revision is 2, this save comes from 1',
    })
    expect((await client.workflows.get(id)).workflow.name).toBe('other tab')
    expect(await client.workflows.save(id, document('this tab'))).toMatchObject({ revision: 3, name: 'this tab' })
  })

  it('may be unfinished, but not something else', async () => {
    const { client } = await serve()
    await client.workflows.create(workflowOf({ a: { type: 'NoSuchNode' } }))
    await expect(client.workflows.create({ nodes: {} } as never)).rejects.toMatchObject({
      status: 422,
      problems: [{ path: 'format' }],
    })
  })
})

describe('templates', () => {
  it('are the documents of graphs/', async () => {
    const { client } = await serve()
    const templates = await client.templates()
    expect(templates.map(({ id }) => id)).toContain('text-to-image')
    expect(templates.every(({ workflow }) => workflow.format === 'latent-loom/workflow')).toBe(true)
  })
})
