import type { SamplerName, Trajectory } from '@loom/diffusion'
import { InputError } from '@loom/runtime'
import { sameShape, showShape, type Tensor } from '@loom/tensor'
import type { Schedule } from '../values'
import type { Guidance } from './guided'

/** A picture's way back to noise under one model and these noise levels. */
export type Inversion = Trajectory & {
  readonly modelId: string
  readonly method: 'direct' | 'negative' | 'ddim' | 'edit-friendly'
  readonly sigmas: readonly number[]
  /** Of the source, where the inversion was made with one. */
  readonly guidance?: number | undefined
}

/** An inversion can be walked back only along the levels, with the sampler and in the size it was made for. */
export function checkInversion({ sigmas, levels, method }: Inversion, schedule: Schedule, latent: Tensor): void {
  const tail = schedule.sigmas.slice(-sigmas.length)
  if (tail.length !== sigmas.length || tail.some((sigma, i) => sigma !== sigmas[i]))
    throw new InputError(
      'schedule',
      'the inversion was made along other noise levels; connect the same Scheduler to both',
    )
  const fitting: readonly SamplerName[] = method === 'edit-friendly' ? ['euler_ancestral'] : ['ddim', 'euler']
  if (!fitting.includes(schedule.sampler))
    throw new InputError('schedule', 'the inversion was made for another sampler; connect the same Scheduler to both')
  if (!sameShape(latent, levels[0]!))
    throw new InputError(
      'latent',
      `the inversion is of a latent ${showShape(levels[0]!.shape)}, this one is ${showShape(latent.shape)}`,
    )
}

/** Guidance of every row: edit-friendly noise gives the source back only at the guidance it was found with. */
export function guidanceOf(
  inversion: Inversion | undefined,
  guidance: number,
  groups: number,
  count: number,
): Guidance {
  const source = inversion?.guidance
  if (source === undefined) return guidance
  return Array.from({ length: groups * count }, (_, row) => (row % count === 0 ? source : guidance))
}

/**
 * Direct inversion: after a step the source is put back on its way, which is what adding the published offset to it
 * does. Ju et al. 2023, §4; arXiv:2310.01506. x [groups·count,…] is changed in place.
 */
export function holdSource(x: Tensor, { method, levels }: Inversion, level: number, count: number): void {
  if (method !== 'direct') return
  const { data, shape } = levels[level]!
  const size = data.length / shape[0]!
  for (let group = 0; group < shape[0]!; group++)
    x.data.set(data.subarray(group * size, (group + 1) * size), group * count * size)
}
