import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Inspection, ModelEntry } from '@loom/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Drawn, drawn, writeSafetensors } from '../support/drawn-checkpoint'
import { root } from '../support/host'
import { loom, temporaryFolder } from '../support/loom'

let models: Awaited<ReturnType<typeof temporaryFolder>>
const one = (...names: string[]): Drawn[] => names.map((name) => ({ name, shape: [1], data: Float32Array.of(1) }))

beforeAll(async () => {
  models = await temporaryFolder()
  const place = (name: string) => join(models.folder, name)
  const sd1 = [...drawn(JSON.parse(await readFile(join(root, 'tests/golden/single-file/sd1.json'), 'utf8')))]
  for (const folder of ['checkpoints/mine', 'loras', 'vae', '.hidden']) await mkdir(place(folder), { recursive: true })
  const decoder = 'first_stage_model.decoder.'
  const left = sd1.filter(({ name }) => name !== `${decoder}conv_out.bias`)
  await writeSafetensors(place('checkpoints/mine/sd1.safetensors'), [...left, ...one('cond_stage_model.extra.a')])
  const vae = sd1.filter(({ name }) => name.startsWith('first_stage_model.'))
  const bare = vae.map((tensor) => ({ ...tensor, name: tensor.name.replace('first_stage_model.', '') }))
  await writeSafetensors(place('vae/fine.safetensors'), bare, 'BF16')
  await writeSafetensors(
    place('loras/style.safetensors'),
    one('lora_unet_mid_block_attentions_0_proj_in.lora_up.weight'),
  )
  await writeSafetensors(place('.hidden/no.safetensors'), one('emb_params'))
  const tiny = (name: string) => join(root, 'tests/golden/models', name)
  await cp(tiny('tiny-sdxl'), place('folders/xl'), { recursive: true })
  await cp(tiny('tiny-preview'), place('folders/xl/preview'), { recursive: true })
  await cp(tiny('tiny-taesd'), place('vae_approx/taesd'), { recursive: true })
  for (const part of ['taesd_decoder.pth', 'taesd_encoder.pth'])
    await cp(tiny(`tiny-taesd/${part}`), place(`vae_approx/${part}`))
  await cp(join(root, 'tests/golden/models/tiny-controlnet'), place('folders/net'), { recursive: true })
})
afterAll(() => models?.remove())

const ask = (...words: string[]) => loom('models', ...words, '--models', models.folder)

describe('loom models ls', () => {
  it('finds files in nested folders, each with what it is for', async () => {
    const { code, stdout } = await ask('ls', '--json')
    const entries: ModelEntry[] = JSON.parse(stdout)
    const own = entries.filter(({ path }) => path.startsWith(models.folder))
    expect({ code, own: own.map(({ name, role }) => [name, role]) }).toEqual({
      code: 0,
      own: [
        ['checkpoints/mine/sd1.safetensors', 'checkpoint'],
        ['folders/net', 'controlnet'],
        ['folders/xl', 'checkpoint'],
        ['loras/style.safetensors', 'lora'],
        ['vae/fine.safetensors', 'vae'],
        ['vae_approx/taesd', 'vae'],
        ['vae_approx/taesd_decoder.pth', 'vae'],
        ['vae_approx/taesd_encoder.pth', 'unknown'],
      ],
    })
  })
})

describe('loom models inspect', () => {
  it('tells programs the kind, precision and size, what is missing and what is not read', async () => {
    const { code, stdout } = await ask('inspect', 'checkpoints/mine/sd1.safetensors', '--json')
    const found: Inspection = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(found).toMatchObject({ role: 'checkpoint', format: 'safetensors', kind: 'other', prediction: 'epsilon' })
    expect(found.parts.map(({ part, precision }) => [part, Object.keys(precision)])).toEqual([
      ['text encoder', ['float32']],
      ['UNet', ['float32']],
      ['VAE encoder', ['float32']],
    ])
    expect(found.missing).toEqual([expect.stringMatching(/^VAE decoder: .*conv_out\.bias: the weights have no such/)])
    expect(found.unused.map(({ part }) => part)).toContain('cond_stage_model.extra')
    const counted = [...found.parts, ...found.unused].reduce((all, { bytes }) => all + bytes, 0)
    expect(found.bytes).toBeGreaterThan(counted)
    expect(found.bytes - counted).toBeLessThan(100_000) // the header
  })

  it('tells people the same in a table', async () => {
    const { code, stdout } = await ask('inspect', 'checkpoints/mine/sd1.safetensors')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^is +a Stable Diffusion checkpoint$/m)
    expect(stdout).toMatch(/^predicts +epsilon$/m)
    expect(stdout).toMatch(/^parts$[\s\S]*^UNet +float32 +\d+\.\d MB +\d+ tensors$/m)
    expect(stdout).toMatch(/^not read$[\s\S]*^cond_stage_model\.extra /m)
    expect(stdout).toMatch(/^missing$\n+VAE decoder: /m)
  })

  it('knows files that are no checkpoint, and folders', async () => {
    const [vae, lora, xl, net] = await Promise.all(
      ['vae/fine.safetensors', 'loras/style.safetensors', 'folders/xl', 'folders/net'].map((name) =>
        ask('inspect', name),
      ),
    )
    expect(vae!.stdout).toMatch(/^is +a VAE$/m)
    expect(vae!.stdout).toMatch(/BF16/)
    expect(lora!.stdout).toMatch(/^is +a LoRA$/m)
    expect(net!.stdout).toMatch(/^is +a ControlNet$[\s\S]*^ControlNet +float16 /m)
    expect(xl!.stdout).toMatch(/^format +diffusers$[\s\S]*^text encoder 2 +float16 [\s\S]*^preview decoder +float16 /m)
  })

  it.each(['vae_approx/taesd', 'vae_approx/taesd_decoder.pth'])(
    'knows a tiny VAE, with its encoder: %s',
    async (name) => {
      const found: Inspection = JSON.parse((await ask('inspect', name, '--json')).stdout)
      expect(found).toMatchObject({ role: 'vae', is: 'a tiny VAE (TAESD)', missing: [] })
      expect(found.parts.map(({ part, tensors }) => [part, tensors])).toEqual([
        ['decoder', 37],
        ['encoder', 37],
      ])
    },
  )

  it('says in a sentence what it cannot look into', async () => {
    const evil = await ask('inspect', join(root, 'packages/models/src/torch/files/evil.ckpt'))
    expect(evil).toMatchObject({ code: 2, stdout: '' })
    expect(evil.stderr.trim()).toMatch(/^[^\n]*its pickle imports posix\.system[^\n]*$/)
    expect(await ask('inspect', 'nothing')).toMatchObject({ code: 2, stderr: expect.stringMatching(/no model "nothing"; there are: /) }) // biome-ignore format: a row
  })
})
