import { join } from 'node:path'
import { gaussian } from '@loom/diffusion'
import { openModel } from '@loom/models'
import { describe, expect, it } from 'vitest'
import { readTensors, relativeError } from '../../support/tensors'

// The numbers: python tests/golden/models/make_token_merging.py
const numbers = await readTensors(join(import.meta.dirname, 'token-merging.safetensors'))
const open = (name: string) => openModel(join(import.meta.dirname, name), { device: 'cpu', threads: 1 })

describe('places merged before self-attention', () => {
  it.each([
    ['tiny-sd1', 8, 12, [0, 0.25, 0.5, 0.75]],
    ['tiny-sd1', 7, 9, [0.5, 0.75]],
    ['tiny-sd2', 8, 8, [0.5]],
    ['tiny-sdxl', 16, 24, [0.5]],
  ] as const)('%s at %i×%i, two rows, give what PyTorch gives: parts %j', async (name, height, width, parts) => {
    const model = await open(name)
    const { added } = model
    const told = {
      context: gaussian(2)([2, 77, name === 'tiny-sdxl' ? 40 : 16]),
      ...(added && {
        pooled: gaussian(3)([2, added.pooled]),
        numbers: { shape: [2, 6], data: Float32Array.from([1, 2].flatMap(() => [64, 64, 0, 0, 64, 64])) },
      }),
    }
    const x = gaussian(1)([2, 4, height, width])
    for (const merged of parts) {
      const { predicted } = await model.attend(x, [601, 301], told, { merged })
      expect(relativeError(predicted, numbers.get(`${name} ${height} ${width} ${merged}`)!)).toBeLessThan(1e-5)
    }
    await model.dispose()
  })

  it('are numbers that tell merging from none', () => {
    const plain = numbers.get('tiny-sd1 8 12 0')!
    for (const part of [0.25, 0.5, 0.75])
      expect(relativeError(numbers.get(`tiny-sd1 8 12 ${part}`)!, plain)).toBeGreaterThan(5e-3)
  })
})
