import { basename } from 'node:path'
import { cut, padReflected, type Tensor } from '@loom/tensor'
import { onItsDevice } from '../choose-device'
import { expecting } from '../error'
import { fingerprint } from '../fingerprint'
import type { SessionOptions } from '../session'
import { Sessions } from '../sessions'
import { readUpscaler } from './read'

export interface Upscaler {
  /** Changes when its file does. */
  readonly id: string
  readonly name: string
  /** Sides of what comes out ÷ sides of what goes in. */
  readonly scale: number
  /** image [B,3,H,W] in [-1,1] → [B,3,scale·H,scale·W], as far as the network keeps to [-1,1] */
  upscale(image: Tensor): Promise<Tensor>
  dispose(): Promise<void>
}

/** Opens the upscaler in a file; its session is made when it is first run. */
export async function openUpscaler(path: string, options: SessionOptions = {}): Promise<Upscaler> {
  const { config, graph } = await readUpscaler(path)
  const sessions = new Sessions([path], await onItsDevice(options))
  const session = sessions.add(() => graph, { type: 'float32' })
  const { scale } = config
  const square = config.architecture === 'RRDBNet' ? config.unshuffle : 1
  const name = basename(path)
  const expect = expecting(name)
  return {
    ...{ id: fingerprint(path), name, scale },

    async upscale(image) {
      const [, channels, height, width] = image.shape as [number, number, number, number]
      expect(image.shape.length === 4 && channels === 3, 'an image of 3 channels is expected', `[${image.shape}]`)
      const [whole, wide] = [height, width].map((side) => Math.ceil(side / square) * square) as [number, number]
      if (whole === height && wide === width) return (await session.run({ image })).larger!
      const larger = (await session.run({ image: padReflected(image, whole, wide) })).larger!
      return cut(larger, { start: 0, size: scale * height }, { start: 0, size: scale * width })
    },
    dispose: () => sessions.dispose(),
  }
}
