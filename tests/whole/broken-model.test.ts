import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../support/host'
import { loom, temporaryFolder } from '../support/loom'

let models: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  models = await temporaryFolder()
  await cp(join(root, 'tests/golden/models/tiny-sd1'), join(models.folder, 'broken'), { recursive: true })
})
afterAll(() => models?.remove())

const paint = (checkpoint: string) =>
  loom(
    'run',
    join(root, 'graphs/text-to-image.json'),
    '--models',
    models.folder,
    '--set',
    `checkpoint.checkpoint=${checkpoint}`,
  )

describe('a model that cannot be used', () => {
  it('is named with its file and what is wrong, and the exit code says that the input was', async () => {
    const weights = join(models.folder, 'broken/unet/diffusion_pytorch_model.safetensors')
    await writeFile(weights, (await readFile(weights)).subarray(0, -1_000))
    const { code, stdout, stderr } = await paint('broken')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(
      /checkpoint: .*unet.diffusion_pytorch_model\.safetensors is not a usable safetensors file: .*cut off/,
    )
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('that is not there is answered with those that are', async () => {
    const { code, stderr } = await paint('storybok')
    expect(code).toBe(2)
    expect(stderr).toContain('no model named "storybok"; there are: broken, storybook')
  })
})
