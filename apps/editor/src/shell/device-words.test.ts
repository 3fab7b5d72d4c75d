import { expect, it } from 'vitest'
import { deviceWords } from './device-words'

it('tells nothing before the engine has', () => {
  expect(deviceWords({})).toBeUndefined()
})

it('names the device and the precision, and why not another', () => {
  const refused = { cuda: 'cuda does not work here: …' }
  expect(deviceWords({ device: 'webgpu', precision: 'fp16', refused })).toEqual({
    line: 'WebGPU · 16 bits',
    reasons: ['cuda does not work here: …'],
    broken: false,
  })
})

it('says that the device asked for does not work', () => {
  const refused = { cuda: 'cuda does not work here: …' }
  expect(deviceWords({ device: 'cuda', precision: 'fp32', refused })).toMatchObject({
    line: 'CUDA does not work',
    broken: true,
  })
})
