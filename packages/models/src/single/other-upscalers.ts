/**
 * Upscalers of other families, each by a name that only its files have; the first that fits counts. Names are those that
 * https://github.com/chaiNNer-org/spandrel tells them by.
 */
export const otherUpscalers: readonly (readonly [pattern: RegExp, is: string])[] = [
  [/(^|\.)de_net\.conv_first\./, 'MM-RealSR'],
  [/(^|\.)RDB1\.conv1x1\./, 'ESRGAN+'],
  [/(^|\.)layers\.0\.residual_group\.overlap_attn\./, 'HAT'],
  [/(^|\.)layers\.0\.residual_group\.layers\.0\.attn_(win|atd)\./, 'ATD'],
  [/(^|\.)layers\.0\.residual_group\.hf_blocks\./, 'CRAFT'],
  [/(^|\.)layers\.0\.residual_group\.blocks\.0\.attn\.aligned_relative_position_index$/, 'SRFormer'],
  [/(^|\.)layers\.0\.residual_group\.blocks\.0\.attn\.(logit_scale|cpb_mlp\.0\.weight)$/, 'Swin2SR'],
  [/(^|\.)layers\.0\.residual_group\.blocks\.0\.attn\.relative_position_bias_table$/, 'SwinIR'],
  [/(^|\.)layers\.0\.swin1\.attn\./, 'DRCT'],
  [/(^|\.)layers\.0\.blocks\.0\.attn\.window_attn\./, 'GRL'],
  [/(^|\.)layers\.0\.blocks\.0\.attn\.channel_interaction\./, 'DAT'],
  [/(^|\.)layers\.0\.blocks\.0\.attn\.attns\.0\.rpe_biases$/, 'RGT'],
  [/(^|\.)residual_layer\.0\.residual_layer\.0\.layer\./, 'OmniSR'],
  [/(^|\.)block_1\.c1_r\.(sk|eval_conv)\./, 'SPAN'],
  [/(^|\.)feats\.\d+\.lk\./, 'PLKSR'],
  [/(^|\.)feats\.0\.safm\./, 'SAFMN'],
  [/(^|\.)gblocks\.\d+\.fc1\./, 'MoSR'],
  [/(^|\.)unet1\.conv1\.conv\.0\./, 'Real-CUGAN'],
  [/(^|\.)body\.0\.body\.0\.body\.3\.conv_du\./, 'RCAN'],
  [/(^|\.)body\.0\.body\.0\.weight$/, 'EDSR'],
  [/(^|\.)m_(head|down1)\..*(res\.0\.weight|trans_block\.)/, 'SCUNet, DRUNet or FBCNN'],
  [/(^|\.)stylegan_decoder\./, 'GFPGAN'],
]
