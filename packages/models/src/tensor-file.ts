import { type FileHandle, open } from 'node:fs/promises'
import { ModelError } from './error'
import { readHeaderOf, type TensorEntry } from './safetensors'
import { readLegacyTorch, readTorchZip } from './torch/torch-file'

/** A file of tensors: where each lies. */
export type TensorFile = { readonly format: 'safetensors' | 'torch'; readonly tensors: Map<string, TensorEntry> }

/** Reads where the tensors of `path` lie. What the file is shows in its first bytes, whatever its name says. */
export async function readTensorFile(path: string): Promise<TensorFile> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new ModelError(error.code === 'ENOENT' ? `${path} is missing` : `${path} cannot be read: ${error.message}`)
  })
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw new ModelError(`${path} is not a file`)
    return await readOpen(file, path, stat.size)
  } finally {
    await file.close()
  }
}

async function readOpen(file: FileHandle, path: string, size: number): Promise<TensorFile> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
  const start = buffer.subarray(0, bytesRead)
  const torch = start.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))
    ? readTorchZip
    : start[0] === 0x80 && readLegacyTorch
  if (!torch || looksLikeHeader(start)) {
    const text = textIn(start)
    if (text) throw new ModelError(`${path} holds no tensors: ${text}`)
    return { format: 'safetensors', tensors: (await readHeaderOf(file, path, size)).tensors }
  }
  try {
    return { format: 'torch', tensors: await torch(file, size) }
  } catch (error) {
    if (error instanceof ModelError) throw new ModelError(`${path} is not a usable torch file: ${error.message}`)
    throw error
  }
}

/** A safetensors header of 128 bytes begins like a pickle; but then a brace follows its length. */
const looksLikeHeader = (start: Buffer): boolean =>
  start.length > 8 && start.readBigUInt64LE(0) < 1n << 40n && start[8] === 0x7b

/** What a file is that has been saved in place of a model. */
function textIn(start: Buffer): string | undefined {
  const text = start.toString('latin1')
  if (start.length < 8 || /[^\t\n\r\x20-\x7e]/.test(text)) return undefined
  if (text.startsWith('version https://git-lfs'))
    return 'it is a Git LFS pointer, the file it stands for has not been fetched'
  return /^\s*<(!doctype|html|\?xml)/i.test(text) ? 'it is a web page' : 'it is a text'
}
