import { z } from 'zod'

/** A stored file named by the SHA-256 of its content, in hex, with its extension: `3f…9a.png`. */
export const AssetId = z
  .string()
  .regex(/^[0-9a-f]{64}\.(png|jpg|webp)$/, 'an asset id is a SHA-256 in hex with .png, .jpg or .webp')
export type AssetId = z.infer<typeof AssetId>

/** An image that a run made or a person uploaded; pixels. `GET /api/v1/assets/:id` gives its bytes. */
export const ImageAsset = z.object({
  id: AssetId,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Suggested name for a download, without folder. */
  name: z.string().optional(),
})
export type ImageAsset = z.infer<typeof ImageAsset>
