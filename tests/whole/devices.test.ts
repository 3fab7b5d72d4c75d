import { expect, it } from 'vitest'
import { loom } from '../support/loom'

it('loom devices says of every device whether it works, and of one of another system which there are', async () => {
  const { code, stdout } = await loom('devices', '--json')
  expect(code).toBe(0)
  const rows: Record<string, unknown>[] = JSON.parse(stdout)
  expect(rows.map(({ device }) => device)).toEqual(['cpu', 'cuda', 'webgpu', 'dml', 'coreml'])
  expect(rows[0]).toMatchObject({ usable: true, precision: 'fp32' })
  expect(rows.filter(({ auto }) => auto)).toHaveLength(1)
  const foreign = process.platform === 'win32' ? 'coreml' : 'dml'
  expect(rows.find(({ device }) => device === foreign)).toMatchObject({
    usable: false,
    problem: expect.stringMatching(/^\w+ is for \w+; use --device \w+/),
  })
  for (const { usable, problem } of rows) if (!usable) expect(problem).toMatch(/^[^\n]+$/)
}, 300_000)
