/** What the files of Stable Diffusion's authors call the VAE's tensor that diffusers calls `name`, in a VAE of so many levels. */
export function originalVaeName(name: string, levels: number): string {
  return name
    .replace(/^encoder\.down_blocks\.(\d+)\./, 'encoder.down.$1.')
    .replace(/^decoder\.up_blocks\.(\d+)\./, (_, i) => `decoder.up.${levels - 1 - Number(i)}.`) // counted from the pixels
    .replace('.mid_block.attentions.0.', '.mid.attn_1.')
    .replace(/\.mid_block\.resnets\.(\d)\./, (_, i) => `.mid.block_${Number(i) + 1}.`)
    .replace(/\.resnets\.(\d+)\./, '.block.$1.')
    .replace('.downsamplers.0.', '.downsample.')
    .replace('.upsamplers.0.', '.upsample.')
    .replace('.conv_shortcut.', '.nin_shortcut.')
    .replace('.conv_norm_out.', '.norm_out.')
    .replace('.attn_1.group_norm.', '.attn_1.norm.')
    .replace('.attn_1.to_out.0.', '.attn_1.proj_out.')
    .replace(/\.attn_1\.to_([qkv])\./, '.attn_1.$1.')
}
