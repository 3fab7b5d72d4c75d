import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { expect, it, vi } from 'vitest'
import { openModel } from '../model'

it('strengths of a stack of LoRA files change without another session', async () => {
  const golden = join(import.meta.dirname, '../../../../tests/golden')
  const create = vi.spyOn(InferenceSession, 'create')
  const model = await openModel(join(golden, 'models/tiny-sd1'), { threads: 1 })
  const wave = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
  })
  const seen = new Set<string>()
  for (const strength of [1, 0.3, 0, -2]) {
    const one = await model.withLora(join(golden, 'lora/dora.safetensors'), { unet: strength, text: 1 - strength })
    const two = await one.model.withLora(join(golden, 'lora/kohya.safetensors'), { unet: 1, text: strength })
    const predicted = await two.model.predict(wave(1, 4, 8, 8), [500], { context: wave(1, 77, 16) })
    const { context } = await two.model.encodeText([Array(77).fill(519)])
    seen.add(`${predicted.data[0]} ${context.data[0]}`)
  }
  expect(seen.size).toBe(4)
  expect(create).toHaveBeenCalledTimes(2) // the UNet's and the text encoder's
  await model.dispose()
})
