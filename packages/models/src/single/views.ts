import type { StoredTensor, Weights } from '@loom/onnx-graph'
import { openClipPiece } from './open-clip-names'

/** The same weights under other names. */
export const renamed = (weights: Weights, nameOf: (name: string) => string): Weights => ({
  get: (name) => weights.get(nameOf(name)),
})

/** OpenCLIP's weights under the names of transformers; queries, keys and values are rows of one matrix there. */
export const fromOpenClip = (weights: Weights, prefix: string): Weights => ({
  get(name) {
    const piece = openClipPiece(name)
    const stored = weights.get(prefix + piece.name)
    return stored && piece.third !== undefined ? thirdOf(stored, piece.third) : stored
  },
})

function thirdOf(stored: StoredTensor, third: number): StoredTensor {
  const [rows, ...rest] = stored.shape
  const length = stored.length / 3
  return { ...stored, shape: [rows! / 3, ...rest], offset: stored.offset + third * length, length }
}

/**
 * The UNet's weights; where a file has only the mean over its training (EMA), those. The names of such means have lost their
 * dots: LitEma in https://github.com/CompVis/stable-diffusion, ldm/modules/ema.py
 */
export const orMean = (weights: Weights): Weights => ({
  get(name) {
    const mean = () => weights.get(`model_ema.${name.replace(/^model\./, '').replaceAll('.', '')}`)
    return weights.get(name) ?? mean()
  },
})
