import { describe, expect, it } from 'vitest'
import { unetConfig } from '../unet/config'
import { loraNames, spelled } from './lora-names'

const config = unetConfig('config.json', {
  block_out_channels: [320, 640, 1280],
  down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
  cross_attention_dim: 2048,
})
const toQ = 'down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q'
const ffn = 'up_blocks.0.attentions.2.transformer_blocks.3.ff.net.0.proj'

describe('names of LoRA layers', () => {
  it.each([
    ['kohya', 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q', toQ],
    ["kohya's SDXL", 'lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q', toQ],
    ["kohya's SDXL", 'lora_unet_output_blocks_2_1_transformer_blocks_3_ff_net_0_proj', ffn],
    ['LyCORIS', 'lycoris_up_blocks_0_attentions_2_transformer_blocks_3_ff_net_0_proj', ffn],
    ['ComfyUI', 'diffusion_model.input_blocks.4.1.transformer_blocks.0.attn1.to_q', toQ],
    ['diffusers', `unet.${toQ}`, toQ],
    ['diffusers before PEFT', `unet.${toQ.replace('attn1.', 'attn1.processor.')}`, toQ],
    [
      'diffusers before PEFT',
      'unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_out',
      'mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0',
    ],
    ['PEFT', `base_model.model.${toQ}`, toQ],
    ['PEFT of a pipeline', `base_model.model.unet.${toQ}`, toQ],
    ['kohya', 'lora_unet_time_embed_0', 'time_embedding.linear_1'],
  ])('of %s: %s', (_, name, path) => {
    expect(loraNames({ kind: 'unet', config }, path)).toContain(spelled(name))
  })

  it.each([
    ['only', 'lora_te_text_model_encoder_layers_0_mlp_fc1'],
    ['only', 'text_encoder.text_model.encoder.layers.0.mlp.fc1'],
    ['only', 'base_model.model.text_model.encoder.layers.0.mlp.fc1'],
    ['first', 'lora_te1_text_model_encoder_layers_0_mlp_fc1'],
    ['second', 'lora_te2_text_model_encoder_layers_0_mlp_fc1'],
    ['second', 'text_encoder_2.text_model.encoder.layers.0.mlp.fc1'],
  ] as const)('of the %s text encoder: %s', (order, name) => {
    for (const path of ['text_model.encoder.layers.0.mlp.fc1', 'encoder.layers.0.mlp.fc1'])
      expect(loraNames({ kind: 'text', order }, path)).toContain(spelled(name))
  })

  it('keeps the two text encoders of SDXL apart', () => {
    const [first, second] = (['first', 'second'] as const).map((order) => loraNames({ kind: 'text', order }, 'mlp.fc1'))
    expect(first!.filter((name) => second!.includes(name))).toEqual([])
  })
})
