import type { Prompt } from '@loom/diffusion'
import type { AttentionResult, RunContext } from '@loom/runtime'
import sharp from 'sharp'
import type { MapSum } from './map-sum'

/** Stores the mean maps of all pictures' rows as one grey picture, as the protocol tells. */
export async function storeAtlas(
  sums: readonly MapSum[],
  prompts: readonly Prompt[],
  assets: RunContext['assets'],
): Promise<AttentionResult> {
  const rows = sums.flatMap((sum) => sum.rows)
  const { calls } = sums[0]!
  const { height: h, width: w, tokens } = rows[0]!
  const [width, height] = [tokens * w, rows.length * h]
  const grey = new Uint8Array(width * height)
  const peaks = rows.map(({ data }, row) =>
    Array.from({ length: tokens }, (_, n) => {
      let peak = 1e-12
      for (let p = 0; p < w * h; p++) peak = Math.max(peak, data[p * tokens + n]!)
      for (let p = 0; p < w * h; p++) {
        const [y, x] = [row * h + Math.floor(p / w), n * w + (p % w)]
        grey[y * width + x] = Math.round((Math.max(0, data[p * tokens + n]!) / peak) * 255)
      }
      return Number((peak / calls).toPrecision(5))
    }),
  )
  const png = await sharp(grey, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
  return {
    prompts: prompts.map(({ text, tokens }) => ({
      text,
      tokens: tokens.map(({ text, start, end }) => ({ text, start, end })),
    })),
    atlas: await assets.write(png, { width, height, name: 'attention.png' }),
    tile: { width: w, height: h },
    peaks,
  }
}
