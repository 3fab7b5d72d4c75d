import type { ImageAsset } from '@loom/protocol'

/** What tells the pictures of a node apart: their names without their type; undefined where these only count. */
export function captionsOf(images: readonly Pick<ImageAsset, 'name'>[]): string[] | undefined {
  const names = images.map(({ name }) => (name ?? '').replace(/\.(png|webp|jpg)$/i, ''))
  const kinds = new Set(names.map((name) => name.replaceAll(/\d+/g, '')))
  return kinds.size > 1 ? names : undefined
}
