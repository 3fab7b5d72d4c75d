import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
// @ts-expect-error plain JavaScript
import { ensureBuilt } from '../../tools/build.mjs'
import { repository } from './support/library-file'

it('builds the server once, and nothing again while its sources stay the same', async () => {
  await ensureBuilt({ page: false, say: () => {} })
  const said: string[] = []
  await ensureBuilt({ page: false, say: (line: string) => said.push(line) })
  expect(said).toEqual([])
  for (const file of ['cli.mjs', 'engine.mjs'])
    expect(existsSync(join(repository, 'apps/server/dist', file))).toBe(true)
})
