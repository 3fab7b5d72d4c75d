import { trainingSchedule } from '@loom/diffusion'
import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import type { Model } from '../values'
import { guidedBy, levelsBetween } from './guided'

const training = trainingSchedule({ prediction_type: 'epsilon' })
const model = { training } as Model
const told = { context: { shape: [1, 1, 1], data: Float32Array.of(0) } }
const x: Tensor = { shape: [1, 1, 1, 2], data: Float32Array.of(1, 2) }

describe('guidance', () => {
  const sigmas = [10, 5, 2, 1, 0]

  /** Rows of the UNet calls of a walk that is guided between two of its parts. */
  async function rowsOfCalls(from: number, until: number, guidance = 7): Promise<number[]> {
    const calls: number[] = []
    const predict = async (batch: Tensor) => {
      calls.push(batch.shape[0]!)
      return batch
    }
    const levels = levelsBetween(sigmas, from, until)
    const denoise = guidedBy(model, predict, { positive: told, negative: told }, guidance, { levels })
    for (const sigma of sigmas.slice(0, -1)) await denoise(x, sigma)
    return calls
  }

  it('computes the negative half in every step', async () => {
    expect(await rowsOfCalls(0, 1)).toEqual([2, 2, 2, 2])
  })

  it('leaves it out before and after the part of the steps that is guided', async () => {
    expect(await rowsOfCalls(0, 0.5)).toEqual([2, 2, 1, 1])
    expect(await rowsOfCalls(0.25, 0.75)).toEqual([1, 2, 2, 1])
    expect(await rowsOfCalls(0.5, 0.5)).toEqual([1, 1, 1, 1])
  })

  it('never computes it at strength 1', async () => {
    expect(await rowsOfCalls(0, 1, 1)).toEqual([1, 1, 1, 1])
  })

  it('outside that part gives what the positive prompt alone gives', async () => {
    const prompt = { positive: told, negative: told }
    const halves = async (batch: Tensor) => ({
      ...batch,
      data: batch.data.map((value, i) => (batch.shape[0] === 2 && i < 2 ? 3 : value)), // the negative half says something else
    })
    const levels = levelsBetween(sigmas, 0, 0.5)
    const alone = await guidedBy(model, halves, prompt, 1)(x, 1)
    expect(await guidedBy(model, halves, prompt, 7, { levels })(x, 1)).toEqual(alone)
    expect(await guidedBy(model, halves, prompt, 7, { levels })(x, 5)).not.toEqual(await guidedBy(model, halves, prompt, 1)(x, 5)) // biome-ignore format: a comparison
  })
})
