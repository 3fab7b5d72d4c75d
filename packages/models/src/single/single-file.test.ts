import { describe, expect, it } from 'vitest'
import type { UNetConfig } from '../unet/config'
import { fileKind } from './file-kind'
import { openClipPiece } from './open-clip-names'
import { originalUnetName } from './unet-names'
import { originalVaeName } from './vae-names'

const attention = { heads: 8, layers: 1 }
const block = (channels: number, attends: boolean) => ({
  ...{ channels, resnets: 2, down: attends ? attention : undefined, up: attends ? attention : undefined },
})
/** The parts of Stable Diffusion 1's config that names depend on. */
const sd1 = {
  blocks: [block(320, true), block(640, true), block(1280, true), block(1280, false)],
} as unknown as UNetConfig

describe('names in a file of Stable Diffusion 1', () => {
  it.each([
    ['conv_in.weight', 'input_blocks.0.0.weight'],
    ['down_blocks.0.resnets.1.conv1.bias', 'input_blocks.2.0.in_layers.2.bias'],
    ['down_blocks.0.downsamplers.0.conv.weight', 'input_blocks.3.0.op.weight'],
    ['down_blocks.3.resnets.1.norm2.weight', 'input_blocks.11.0.out_layers.0.weight'],
    ['mid_block.resnets.1.conv2.weight', 'middle_block.2.out_layers.3.weight'],
    ['mid_block.attentions.0.proj_in.weight', 'middle_block.1.proj_in.weight'],
    ['up_blocks.0.upsamplers.0.conv.weight', 'output_blocks.2.1.conv.weight'],
    ['up_blocks.1.upsamplers.0.conv.weight', 'output_blocks.5.2.conv.weight'],
    ['up_blocks.3.resnets.2.conv_shortcut.weight', 'output_blocks.11.0.skip_connection.weight'],
    [
      'up_blocks.3.attentions.2.transformer_blocks.0.attn2.to_k.weight',
      'output_blocks.11.1.transformer_blocks.0.attn2.to_k.weight',
    ],
    ['conv_norm_out.weight', 'out.0.weight'],
  ])('UNet: %s is %s', (name, original) => expect(originalUnetName(name, sd1)).toBe(original))

  it.each([
    ['encoder.down_blocks.1.resnets.0.conv_shortcut.weight', 'encoder.down.1.block.0.nin_shortcut.weight'],
    ['decoder.up_blocks.0.upsamplers.0.conv.bias', 'decoder.up.3.upsample.conv.bias'],
    ['decoder.mid_block.attentions.0.to_out.0.weight', 'decoder.mid.attn_1.proj_out.weight'],
    ['decoder.conv_norm_out.weight', 'decoder.norm_out.weight'],
    ['quant_conv.weight', 'quant_conv.weight'],
  ])('VAE: %s is %s', (name, original) => expect(originalVaeName(name, 4)).toBe(original))
})

it('OpenCLIP keeps queries, keys and values in one matrix', () => {
  const value = openClipPiece('encoder.layers.7.self_attn.v_proj.bias')
  expect(value).toEqual({ name: 'transformer.resblocks.7.attn.in_proj_bias', third: 2 })
  expect(openClipPiece('final_layer_norm.bias')).toEqual({ name: 'ln_final.bias' })
})

it.each([
  [['model.diffusion_model.input_blocks.0.0.weight'], 'checkpoint'],
  [['model_ema.diffusion_modelinput_blocks00weight'], 'checkpoint'],
  [['decoder.up.0.block.0.conv1.weight', 'encoder.conv_in.weight'], 'vae'],
  [['lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight'], 'lora'],
  [['unet.down_blocks.0.attentions.0.proj_in.lora_A.weight'], 'lora'],
  [['diffusion_model.input_blocks.1.1.proj_in.oft_blocks'], 'lora'],
  [['control_model.input_blocks.0.0.weight'], 'controlnet'],
  [
    ['controlnet_cond_embedding.conv_in.weight', 'conv_in.weight', 'down_blocks.0.resnets.0.conv1.weight'],
    'controlnet',
  ],
  [['emb_params'], 'embedding'],
  [['1.weight', '3.conv.0.weight', '3.conv.2.weight'], 'vae'],
  [['taesd_encoder.1.conv.0.weight', 'taesd_decoder.3.conv.0.weight'], 'vae'],
  [['encoder.layers.1.conv.0.weight', 'decoder.layers.2.conv.0.weight'], 'vae'],
  [['0.weight', '1.conv.0.weight', '3.conv.0.weight'], 'unknown'],
  [['conv_first.weight', 'body.0.rdb1.conv1.weight', 'conv_last.weight'], 'upscaler'],
  [['module.RRDB_trunk.3.RDB1.conv1.weight'], 'upscaler'],
  [['model.0.weight', 'model.1.sub.0.RDB1.conv1.0.weight'], 'upscaler'],
  [['params_ema.body.0.weight', 'params_ema.body.1.weight'], 'upscaler'],
  [['conv_first.weight', 'layers.0.residual_group.overlap_attn.qkv.weight'], 'unknown'],
  [['model.0.weight', 'model.2.weight'], 'unknown'],
  [['model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight'], 'unknown'],
  [['layers.0.weight'], 'unknown'],
])('%j is in a file for a %s', (names, role) => expect(fileKind(names).role).toBe(role))
