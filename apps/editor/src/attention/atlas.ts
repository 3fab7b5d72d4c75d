import { api } from '../api'
import type { Pixels } from './heat'

const kept = new Map<string, Promise<Pixels>>()
const MOST = 24

/** The bytes of a stored picture; the last few are kept. */
export function pixelsOf(asset: string): Promise<Pixels> {
  const known = kept.get(asset)
  if (known) return known
  const loading = load(asset)
  loading.catch(() => kept.delete(asset))
  kept.set(asset, loading)
  const [oldest] = kept.keys()
  if (kept.size > MOST && oldest) kept.delete(oldest)
  return loading
}

async function load(asset: string): Promise<Pixels> {
  const picture = new Image()
  picture.src = api.assets.url(asset)
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = picture.naturalWidth
  canvas.height = picture.naturalHeight
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(picture, 0, 0)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
