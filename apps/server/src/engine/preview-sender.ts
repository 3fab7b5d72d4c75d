import type { Picture } from '@loom/runtime'
import { encodePicture } from './encode-picture'
import type { FromEngine } from './messages'

/** Codes and sends previews of one run, one at a time: a picture that comes while another is on its way is left out. */
export function previewSender(run: string, isWanted: () => boolean, send: (message: FromEngine) => Promise<void>) {
  let busy = false
  return async (node: string, done: number, total: number, image: Picture): Promise<void> => {
    if (busy || !isWanted()) return
    busy = true
    try {
      const { picture, ...about } = await encodePicture(image)
      await send({ type: 'preview', header: { run, node, done, total, ...about }, picture })
    } finally {
      busy = false
    }
  }
}
