import { join } from 'node:path'
import type { StoredTensor, Weights } from '@loom/onnx-graph'
import { expect, it } from 'vitest'
import { textEncoder } from './clip/text-encoder'
import { readModelFolder } from './folder'
import { vaeDecoder } from './vae/decoder'

const tiny = join(import.meta.dirname, '../../../tests/golden/models/tiny-sd1')

/** The bytes that a graph reads, by where they lie. */
const read = ({ graph }: ReturnType<typeof textEncoder>) => [...graph.stored.values()].map(({ offset }) => offset)

it('reads a text encoder with and without the prefix of its names', async () => {
  const component = (await readModelFolder(tiny)).textEncoders[0]!
  const weights = await component.open()
  const prefixed: Weights = {
    get: (name) => (name.startsWith('text_model.') ? weights.get(name.slice(11)) : undefined),
  }
  expect(read(textEncoder(prefixed, component.config))).toEqual(read(textEncoder(weights, component.config)))
})

it('reads a VAE whose attention has the names and shapes it had before diffusers 0.17', async () => {
  const component = (await readModelFolder(tiny)).vae!
  const weights = await component.open()
  const now: Record<string, string> = { query: 'to_q', key: 'to_k', value: 'to_v', proj_attn: 'to_out.0' }
  const old: Weights = {
    get(name) {
      const part = /attentions\.0\.(\w+)\./.exec(name)?.[1] ?? ''
      if (part.startsWith('to_')) return undefined
      const stored = weights.get(name.replace(part, now[part] ?? part))
      return stored && part in now && name.endsWith('weight') ? asConvolution(stored) : stored
    },
  }
  expect(read(vaeDecoder(old, component.config))).toEqual(read(vaeDecoder(weights, component.config)))
})

const asConvolution = (stored: StoredTensor): StoredTensor => ({ ...stored, shape: [...stored.shape, 1, 1] })
