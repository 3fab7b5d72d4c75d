import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCheckpoint } from '../checkpoint'
import { ModelError } from '../error'
import { readTensorFile } from '../tensor-file'
import { readValues } from '../values'

// The files: python packages/models/src/torch/files/make.py
const at = (name: string) => join(import.meta.dirname, 'files', name)

async function valuesOf(file: string, name: string): Promise<number[]> {
  const stored = (await readCheckpoint(file)).get(name)!
  const values: number[] = []
  for await (const piece of readValues(stored)) values.push(...piece)
  return values
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.each(['zip.ckpt', 'lightning.ckpt', 'legacy.ckpt'])('%s', (name) => {
  it('has its tensors where they lie in the file', async () => {
    const checkpoint = await readCheckpoint(at(name))
    expect(checkpoint.names).toEqual(['a', 'part', 'half', 'brain', 'parameter', 'ids'])
    expect(checkpoint.get('a')!.shape).toEqual([2, 3, 4])
    expect(await valuesOf(at(name), 'a')).toEqual(Array.from({ length: 24 }, (_, i) => i))
    expect(await valuesOf(at(name), 'part')).toEqual([4, 5, 6, 7, 8, 9])
    expect(await valuesOf(at(name), 'half')).toEqual([1.5, -2])
    expect(await valuesOf(at(name), 'brain')).toEqual([0.5, 3])
    expect(await valuesOf(at(name), 'parameter')).toEqual([7])
  })

  it('says that it is cut off, wherever it is', async () => {
    const bytes = await readFile(at(name))
    const file = join(folder, `cut-${name}`)
    for (const part of [0.1, 0.5, 0.9, 0.999]) {
      await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * part)))
      await expect(readTensorFile(file)).rejects.toThrow(/is not a usable torch file: .*cut off/)
    }
  })

  it('never does worse than a sentence when bytes of it change', async () => {
    const bytes = await readFile(at(name))
    const file = join(folder, `damaged-${name}`)
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    const read = async (list: [number, number][]) => {
      const damaged = Buffer.from(bytes)
      for (const [place, value] of list) damaged[place] = value
      await writeFile(file, damaged)
      await readTensorFile(file).catch((error) => expect(error).toBeInstanceOf(ModelError))
    }
    await fc.assert(fc.asyncProperty(changes, read), { numRuns: 300 })
  })
})

describe('a torch file', () => {
  it.each(['evil.ckpt', 'evil-legacy.ckpt'])('that imports more than data is refused by its name: %s', async (name) => {
    await expect(readTensorFile(at(name))).rejects.toThrow(
      /evil.*\.ckpt is not a usable torch file: its pickle imports posix\.system, which is more than data; nothing of it was executed/,
    )
    expect(existsSync('executed-by-a-pickle')).toBe(false)
  })

  it.each([
    'os.system',
    'builtins.eval',
    'builtins.getattr',
    'numpy.testing._private.utils.runstring',
    'torch.hub.load',
    'torch.load',
  ])('may not import %s', async (path) => {
    const [, module, name] = /^(.*)\.(\w+)$/.exec(path)!
    const file = join(folder, 'imports.pt')
    await writeFile(file, `\x80\x02c${module}\n${name}\n.`, 'latin1')
    await expect(readTensorFile(file)).rejects.toThrow(`its pickle imports ${path}, which is more than data`)
  })

  it('tells of a tensor that does not lie in one piece when it is wanted', async () => {
    const checkpoint = await readCheckpoint(at('turned.ckpt'))
    expect(() => checkpoint.get('turned')).toThrow('turned cannot be used: its numbers lie apart from each other')
  })

  it('is told from another pickle, and from files that only have its name', async () => {
    await expect(readTensorFile(at('plain.pkl'))).rejects.toThrow('it is a pickle, but not one of torch')
    for (const [text, reason] of [
      ['<!DOCTYPE html><html></html>', 'it is a web page'],
      ['version https://git-lfs.github.com/spec/v1\noid sha256:1', 'it is a Git LFS pointer'],
      ['Just some words about a model.', 'it is a text'],
    ]) {
      const file = join(folder, 'model.safetensors')
      await writeFile(file, text!)
      await expect(readTensorFile(file)).rejects.toThrow(`${file} holds no tensors: ${reason}`)
    }
  })

  it('never does worse than a sentence on any pickle', async () => {
    const file = join(folder, 'any.pt')
    const opcodes = fc.constantFrom(
      ...Buffer.from('(].}abcdeghijklopqrstuQRX\x81\x85\x86\x87\x88\x8a\x8c\x90\x93\x94', 'latin1'),
    )
    const program = fc.array(fc.oneof({ weight: 3, arbitrary: opcodes }, fc.nat(255)), { maxLength: 60 })
    const read = async (codes: number[]) => {
      await writeFile(file, Uint8Array.from([0x80, 2, ...codes]))
      await expect(readTensorFile(file)).rejects.toBeInstanceOf(ModelError)
    }
    await fc.assert(fc.asyncProperty(program, read), { numRuns: 500 })
  })
})
