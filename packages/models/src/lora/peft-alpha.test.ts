import { expect, it } from 'vitest'
import { peftAlphas } from './peft-alpha'

const of = (settings: unknown) =>
  peftAlphas('a.safetensors', new Map([['lora_adapter_metadata', JSON.stringify(settings)]]))

it("reads a layer's own alpha before that of its part", () => {
  const alphaOf = of({ 'unet.lora_alpha': 8, 'unet.alpha_pattern': { 'mid.to_q': 2 }, 'text_encoder.lora_alpha': 4 })
  expect(
    ['unet.mid.to_q', 'unet.mid.to_k', 'text_encoder.fc1', 'text_encoder_2.fc1'].map((it) => alphaOf(it, 4)),
  ).toEqual([2, 8, 4, undefined])
})

it('divides by the root of the rank where the settings ask for it', () => {
  expect(of({ 'unet.lora_alpha': 8, 'unet.use_rslora': true })('unet.to_q', 16)! / 16).toBe(2)
})

it('knows no alpha without settings, and refuses what is none', () => {
  expect(peftAlphas('a.safetensors', new Map())('unet.to_q', 4)).toBeUndefined()
  expect(() => of([])).toThrow('a.safetensors: its lora_adapter_metadata is not a JSON object')
})
