import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadedModel, openModel } from '@loom/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSafetensors } from '../support/drawn-checkpoint'
import { root } from '../support/host'

const attention = 'lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2'
let model: LoadedModel
let folder: string
beforeAll(async () => {
  model = await openModel(join(root, 'tests/golden/models/tiny-sd1'))
  folder = await mkdtemp(join(tmpdir(), 'loom-lora-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Puts a LoRA of tensors of these shapes on the tiny model, whose UNet has 8 channels in the middle and text 16 wide. */
async function put(shapes: Record<string, readonly number[]>) {
  const file = join(folder, 'some.safetensors')
  const count = (shape: readonly number[]) => shape.reduce((all, size) => all * size, 1)
  const tensors = Object.entries(shapes).map(([name, shape]) => ({ name, shape, data: new Float32Array(count(shape)) }))
  await writeSafetensors(file, tensors)
  return model.withLora(file, { unet: 1, text: 1 })
}
const pair = (layer: string, from: number, to: number) => ({
  [`${layer}.lora_down.weight`]: [2, from],
  [`${layer}.lora_up.weight`]: [to, 2],
})

describe('a LoRA file', () => {
  it('names what the model has no place for', async () => {
    const fitting = pair(`${attention}_to_q`, 8, 8)
    expect((await put(fitting)).unused).toEqual([])
    const more = { ...pair('lora_unet_down_blocks_9_attn', 8, 8), 'some.oft_R': [2, 2] }
    expect((await put({ ...fitting, ...more })).unused).toEqual(['lora_unet_down_blocks_9_attn', 'some.oft_R'])
  })

  it.each([
    [768, 'Stable Diffusion 1'],
    [2048, 'Stable Diffusion XL'],
    [24, 'a model whose text is 24 wide'],
  ])('for a text of width %i is for another kind of model', async (width, kind) => {
    await expect(put(pair(`${attention}_to_k`, width, 8))).rejects.toThrow(
      `some.safetensors seems to be made for ${kind}; tiny-sd1 is a model whose text is 16 wide`,
    )
  })

  it.each([
    [
      pair('lora_unet_double_blocks_0_img_attn_qkv', 8, 8),
      'some.safetensors seems to be made for Flux or a relative of it; tiny-sd1 is a model whose text is 16 wide',
    ],
    [
      pair('lora_unet_nowhere', 8, 8),
      'some.safetensors has nothing for tiny-sd1: none of its names is known, such as lora_unet_nowhere',
    ],
    [
      pair(`${attention}_to_q`, 9, 8),
      `some.safetensors: ${attention}_to_q: its lora_down has shape [2,9], the model's layer asks for [2,8]`,
    ],
    [{ [`${attention}_to_q.lora_up.weight`]: [8, 2] }, `some.safetensors: ${attention}_to_q: it has no lora_down`],
    [
      { ...pair(`${attention}_to_q`, 8, 8), [`${attention}_to_q.alpha`]: [3] },
      `some.safetensors: ${attention}_to_q.alpha is not a number`,
    ],
    [
      { 'model.diffusion_model.input_blocks.0.0.weight': [4] },
      'some.safetensors is not a LoRA but a Stable Diffusion checkpoint',
    ],
  ])('says what is wrong with it (%#)', async (shapes, message) => {
    await expect(put(shapes as unknown as Record<string, readonly number[]>)).rejects.toThrow(message)
  })
})
