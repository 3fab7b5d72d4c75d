import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Workflow } from '@loom/protocol'
import type { Tensor } from '@loom/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Drawn, writeSafetensors } from '../support/drawn-checkpoint'
import { memoryHost } from '../support/host'
import { type Inputs, link, outcome as made, node, scheduler, steps } from '../support/sampling'
import { relativeError } from '../support/tensors'

let folder: string
const files: Record<string, string> = { 'embeddings/rat.safetensors': 'embedding', 'wide.safetensors': 'embedding' }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
  const vectors = (width: number): Drawn[] => [
    { name: 'emb_params', shape: [2, width], data: new Float32Array(2 * width).fill(0.3) },
  ]
  await writeSafetensors(join(folder, 'rat.safetensors'), vectors(16))
  await writeSafetensors(join(folder, 'wide.safetensors'), vectors(17))
})
afterAll(() => rm(folder, { recursive: true }))

function host() {
  const plain = memoryHost()
  const listed = Object.entries(files).map(([name, role]) => ({ name, role }))
  const locate = (name: string) => (files[name] ? join(folder, name.replace(/^.*\//, '')) : plain.models.locate(name))
  return { ...plain, models: { listed: () => [...listed, ...plain.models.listed()], locate } }
}

const outcome = <T>(nodes: Workflow['nodes'], of: [string, string]) => made<T>(nodes, of, host())

const model = link('checkpoint', 'model')
type Encoded = { context: Tensor; prompt: { tokens: readonly { id: number }[] } }
const encoded = (inputs: Inputs) =>
  outcome<Encoded>(
    {
      checkpoint: node('CheckpointLoader', { checkpoint: 'tiny-sd1' }),
      text: node('TextEncode', { model, ...inputs }),
    },
    ['text', 'conditioning'],
  )

/** Source and edit after one step [2,4,8,8]. */
const edit = (source: Inputs, edited: string) =>
  outcome<Tensor>(
    {
      checkpoint: node('CheckpointLoader', { checkpoint: 'tiny-sd1' }),
      positive: node('TextEncode', { model, ...source }),
      negative: node('TextEncode', { model }),
      empty: node('EmptyLatent', { width: 64, height: 64 }),
      scheduler: scheduler({ steps: 1 }),
      control: node('AttentionControl', { model, source: link('positive', 'conditioning'), edited, kind: 'refine' }),
      steps: steps({ control: link('control', 'control') }),
    },
    ['steps', 'latent'],
  )

describe('an embedding in a prompt', () => {
  it('has as many tokens as vectors, and changes what follows alone', async () => {
    const word = await encoded({ text: 'a x y dog' })
    const named = await encoded({ text: 'a embedding:rat dog' })
    expect(named.prompt.tokens).toHaveLength(word.prompt.tokens.length)
    const rowsOf = ({ context }: Encoded, from: number, to: number) => context.data.subarray(16 * from, 16 * to)
    expect(rowsOf(named, 0, 2)).toEqual(rowsOf(word, 0, 2))
    expect(rowsOf(named, 2, 5)).not.toEqual(rowsOf(word, 2, 5))
    expect((await encoded({ text: 'a <rat> dog' })).context).toEqual(named.context)
  })

  it('is emphasised by brackets', async () => {
    const [plain, strong] = [await encoded({ text: 'embedding:rat' }), await encoded({ text: '(embedding:rat:1.4)' })]
    expect(strong.context.data.subarray(0, 16)).toEqual(plain.context.data.subarray(0, 16))
    expect(strong.context.data.subarray(16, 48)).not.toEqual(plain.context.data.subarray(16, 48))
  })

  it('that there is not is an error that lists those there are', async () => {
    await expect(encoded({ text: 'embedding:cat' })).rejects.toThrow(
      'text: there is no embedding "cat"; there are: rat, wide',
    )
  })

  it('for another kind of model is refused by its file', async () => {
    await expect(encoded({ text: 'embedding:wide' })).rejects.toThrow(
      'tiny-sd1: an embedding with vectors of 16 numbers is expected; got wide.safetensors, which has 17',
    )
  })

  it('is read in edits, too', async () => {
    const edited = await edit({ text: 'a dog here now' }, 'a embedding:rat dog here now')
    expect(relativeError(edited, await edit({ text: 'a dog here now' }, 'a dog here now'))).toBeGreaterThan(1e-4)
  })
})

describe('clip skip', () => {
  it('counts the layers of the text encoder from the last', async () => {
    const [last, before] = [await encoded({ text: 'a rat' }), await encoded({ text: 'a rat', clipSkip: 2 })]
    expect(relativeError(before.context, last.context)).toBeGreaterThan(1e-2)
    expect((await encoded({ text: 'a rat', clipSkip: 1 })).context).toEqual(last.context)
    await expect(encoded({ text: 'a rat', clipSkip: 9 })).rejects.toThrow('a clip skip from 1 to 2 is expected; got 9')
  })

  it('of a prompt holds for its edits', async () => {
    const { data, shape } = await edit({ text: 'a dog', clipSkip: 2 }, 'a dog')
    const row = data.length / shape[0]!
    const [source, edited] = [data.subarray(0, row), data.subarray(row)]
    expect(Math.max(...source.map((value, i) => Math.abs(value - edited[i]!)))).toBeLessThan(1e-4)
  })
})
