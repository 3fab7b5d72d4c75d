import type { ImageAsset } from '@loom/protocol'
import { createContext } from 'react'

/** What some widgets need from around them; `rete/param-control.tsx` fills it in. */
export const SeedChanges = createContext({ changes: false, toggle: () => {} })

export type Pictures = {
  readonly upload: (file: Blob) => Promise<ImageAsset>
  readonly url: (id: string) => string
  readonly failed: (message: string) => void
}
export const PicturesContext = createContext<Pictures>({
  upload: () => Promise.reject(new Error('there is nowhere to put pictures')),
  url: (id) => id,
  failed: () => {},
})

/** What a picture and the mask drawn on it know of each other: their ids, '' for none. */
export const DrawingContext = createContext({ picture: '', mask: '', draw: () => {} })
