import { compactSign, rrdbLayouts } from '../upscaler/names'
import { otherUpscalers } from './other-upscalers'

/** What a file of tensors is for. */
export type FileRole = 'checkpoint' | 'vae' | 'lora' | 'controlnet' | 'embedding' | 'upscaler' | 'unknown'

type Sign = readonly [pattern: RegExp, role: FileRole, is: string]

/** The first sign that one of a file's names has tells what it is. */
const signs: readonly Sign[] = [
  [/^model\.diffusion_model\.joint_blocks\./, 'unknown', 'Stable Diffusion 3'],
  [/(^|\.)double_blocks\./, 'unknown', 'Flux or a relative of it'],
  [/^model\.diffusion_model\..*(time_stack|temporal|time_mixer)/, 'unknown', 'a model of moving pictures'],
  [/^(lora_(unet|te)|lycoris_)|\.lora_(A|B|up|down)\.|\.(hada_w1_a|lokr_w1|dora_scale|oft_blocks)/, 'lora', 'a LoRA'],
  [/^control_model\.|(^|\.)(input_hint_block|controlnet_cond_embedding)\./, 'controlnet', 'a ControlNet'],
  [
    /^(model\.diffusion_model\.|model_ema\.diffusion_model|)input_blocks\.?0\.?0\.?weight$/,
    'checkpoint',
    'a Stable Diffusion checkpoint',
  ],
  [/^down_blocks\.0\.resnets\.0\.conv1\.weight$/, 'unknown', 'the UNet of a diffusers folder; copy the whole folder'],
  [/^(first_stage_model\.)?decoder\.(up\.0\.block|up_blocks\.0\.resnets)\./, 'vae', 'a VAE'],
  [/^(taesd_decoder\.3|decoder\.layers\.2)\.conv\.0\.weight$/, 'vae', 'a tiny VAE (TAESD)'],
  [
    /^(taesd_encoder\.)?1\.conv\.0\.weight$/,
    'unknown',
    'the encoder of a tiny VAE (TAESD), which goes beside its decoder',
  ],
  [/^3\.conv\.0\.weight$/, 'vae', 'a tiny VAE (TAESD)'],
  [/^(string_to_param\.)?\*$|^(emb_params|clip_l|clip_g)$|^<[^<>]+>$/, 'embedding', 'a textual-inversion embedding'],
  ...otherUpscalers.map(([pattern, is]): Sign => [pattern, 'unknown', `an upscaler of another family, ${is}`]),
  ...[...rrdbLayouts.map(({ sign }) => sign), compactSign].map((sign): Sign => [sign, 'upscaler', 'an upscaler']),
  [/(^|\.)text_model\.encoder\.|transformer\.resblocks\./, 'unknown', 'a text encoder'],
]

/** What a file is for, in a word and for people, by the names of its tensors. */
export function fileKind(names: readonly string[]): { readonly role: FileRole; readonly is: string } {
  for (const [pattern, role, is] of signs) if (names.some((name) => pattern.test(name))) return { role, is }
  return { role: 'unknown', is: 'none of the models known here' }
}
