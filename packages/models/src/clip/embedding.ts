import { basename } from 'node:path'
import type { StoredTensor } from '@loom/onnx-graph'
import { readCheckpoint } from '../checkpoint'
import { ModelError } from '../error'
import { fileKind } from '../single/file-kind'
import { readValues } from '../values'
import type { TokenVectors } from './text-encoders'

/** Far above any; a prompt has room for fewer. */
const vectorLimit = 1_000

/**
 * The vectors of a textual-inversion file, one or more in place of a word: as AUTOMATIC1111 (`string_to_param`, `emb_params`)
 * and diffusers (`<token>`) write them, and for SDXL one for each text encoder (`clip_l`, `clip_g`). They are told apart by
 * their width. Gal et al. 2022, §4; arXiv:2208.01618
 */
export async function readEmbedding(path: string): Promise<readonly TokenVectors[]> {
  const file = await readCheckpoint(path)
  const { role, is } = fileKind(file.names)
  if (role !== 'embedding') throw new ModelError(`${path} is not a textual-inversion embedding but ${is}`)
  const vectors: { of: string; byWidth: Map<number, Float32Array> }[] = []
  let count: number | undefined
  for (const name of file.names.filter((name) => !name.startsWith('string_to_token.'))) {
    const stored = file.get(name)!
    const [width = 0, rows = 1] = stored.shape.toReversed()
    if (width * rows === 0 || rows > vectorLimit || stored.shape.length > 2)
      throw new ModelError(`${path}: ${name} of shape [${stored.shape}] is no list of 1 to ${vectorLimit} vectors`)
    if (count !== undefined && count !== rows)
      throw new ModelError(`${path} has ${count} vectors for one text encoder and ${rows} for another`)
    count = rows
    const values = await allValues(stored)
    for (let row = 0; row < rows; row++)
      (vectors[row] ??= { of: basename(path), byWidth: new Map() }).byWidth.set(
        width,
        values.slice(row * width, (row + 1) * width),
      )
  }
  return vectors
}

async function allValues(stored: StoredTensor): Promise<Float32Array> {
  const pieces: Float32Array[] = []
  for await (const piece of readValues(stored)) pieces.push(piece)
  const values = new Float32Array(pieces.reduce((all, { length }) => all + length, 0))
  let at = 0
  for (const piece of pieces) {
    values.set(piece, at)
    at += piece.length
  }
  return values
}
