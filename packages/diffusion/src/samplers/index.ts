import type { Sampler } from '../sampler'
import { ddim } from './ddim'
import { ddpm } from './ddpm'
import { dpm2 } from './dpm-2'
import { dpm2Ancestral } from './dpm-2-ancestral'
import { dpmpp2m } from './dpmpp-2m'
import { dpmpp2mSde } from './dpmpp-2m-sde'
import { dpmpp2sAncestral } from './dpmpp-2s-ancestral'
import { dpmpp3mSde } from './dpmpp-3m-sde'
import { dpmppSde } from './dpmpp-sde'
import { euler } from './euler'
import { eulerAncestral } from './euler-ancestral'
import { heun } from './heun'
import { lcm } from './lcm'
import { lms } from './lms'
import { pndm } from './pndm'
import { tcd } from './tcd'
import { uniPc, uniPcBh2 } from './uni-pc'

/** By the names documents use, which are ComfyUI's where it has them, in the order a menu shows them. */
export const samplers = {
  dpmpp_2m: dpmpp2m,
  dpmpp_2m_sde: dpmpp2mSde,
  dpmpp_3m_sde: dpmpp3mSde,
  dpmpp_sde: dpmppSde,
  dpmpp_2s_ancestral: dpmpp2sAncestral,
  euler,
  euler_ancestral: eulerAncestral,
  ddim,
  uni_pc: uniPc,
  uni_pc_bh2: uniPcBh2,
  heun,
  dpm_2: dpm2,
  dpm_2_ancestral: dpm2Ancestral,
  lms,
  pndm,
  ddpm,
  lcm,
  tcd,
} satisfies Record<string, Sampler>

export type SamplerName = keyof typeof samplers

/** What a menu calls it, and what it is good for. */
export const samplerLabels: Record<SamplerName, string> = {
  dpmpp_2m: 'DPM++ 2M · sharp in 20 steps',
  dpmpp_2m_sde: 'DPM++ 2M SDE · fine detail, 25 steps and more',
  dpmpp_3m_sde: 'DPM++ 3M SDE · fine detail, 30 steps and more',
  dpmpp_sde: 'DPM++ SDE · rich in few steps, two calls each',
  dpmpp_2s_ancestral: 'DPM++ 2S ancestral · varied, two calls a step',
  euler: 'Euler · plain and soft',
  euler_ancestral: 'Euler ancestral · varied, never settles',
  ddim: 'DDIM · for inversion and edits of pictures',
  uni_pc: 'UniPC · good from 10 steps',
  uni_pc_bh2: 'UniPC bh2 · good from 5 steps',
  heun: 'Heun · exact, two calls a step',
  dpm_2: 'DPM2 · exact, two calls a step',
  dpm_2_ancestral: 'DPM2 ancestral · varied, two calls a step',
  lms: 'LMS · exact with many steps',
  pndm: 'PNDM (PLMS) · as the first Stable Diffusion',
  ddpm: 'DDPM · with hundreds of steps',
  lcm: 'LCM · for LCM models, 2 to 8 steps',
  tcd: 'TCD · for TCD models, 4 to 8 steps',
}
