import type { Sampler } from '../sampler'
import { ddim } from './ddim'
import { dpmpp2m } from './dpmpp-2m'
import { euler } from './euler'
import { eulerAncestral } from './euler-ancestral'

/** By the names documents use, in the order a menu shows them. */
export const samplers = {
  dpmpp_2m: dpmpp2m,
  euler,
  euler_ancestral: eulerAncestral,
  ddim,
} satisfies Record<string, Sampler>

export type SamplerName = keyof typeof samplers

export const samplerLabels: Record<SamplerName, string> = {
  dpmpp_2m: 'DPM++ 2M',
  euler: 'Euler',
  euler_ancestral: 'Euler ancestral',
  ddim: 'DDIM',
}
