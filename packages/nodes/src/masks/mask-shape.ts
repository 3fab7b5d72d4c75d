import { defineNode, param } from '@loom/runtime'
import * as ports from '../ports'

const size = (label: string) => param.integer({ default: 512, min: 64, max: 4096, step: 8, label })
const part = (value: number, description: string) =>
  param.number({ default: value, min: 0, max: 1, step: 0.05, description })

/** How far outside of the shape a point is, in pixels; negative inside. From the middle, with half the sides. */
const outside = {
  rectangle: (dx: number, dy: number, rx: number, ry: number) => Math.max(Math.abs(dx) - rx, Math.abs(dy) - ry),
  ellipse: (dx: number, dy: number, rx: number, ry: number) => (Math.hypot(dx / rx, dy / ry) - 1) * Math.min(rx, ry),
}

export const maskShape = defineNode({
  type: 'MaskShape',
  version: 1,
  title: 'Mask of a shape',
  category: 'mask',
  description: 'A rectangle or an ellipse as a mask, placed in parts of the picture’s sides.',
  keywords: ['inpaint', 'rectangle', 'ellipse', 'region'],
  params: {
    width: size('Width'),
    height: size('Height'),
    shape: param.choice({ default: 'rectangle', options: { rectangle: 'Rectangle', ellipse: 'Ellipse' } }),
    left: part(0.25, 'Where it begins, 0 the left edge'),
    top: part(0.25, 'Where it begins, 0 the upper edge'),
    right: part(0.75, 'Where it ends, 1 the right edge'),
    bottom: part(0.75, 'Where it ends, 1 the lower edge'),
    soft: param.integer({ default: 0, min: 0, max: 512, description: 'Width of its edge, in pixels' }),
    invert: param.boolean({ default: false, description: 'All but the shape' }),
  },
  outputs: { mask: ports.mask },

  run({ width, height, shape, left, top, right, bottom, soft, invert }) {
    const [cx, cy] = [((left + right) / 2) * width, ((top + bottom) / 2) * height]
    const [rx, ry] = [(Math.abs(right - left) / 2) * width, (Math.abs(bottom - top) / 2) * height]
    const data = new Float32Array(width * height)
    if (rx > 0 && ry > 0)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const away = outside[shape](x + 0.5 - cx, y + 0.5 - cy, rx, ry)
          data[y * width + x] = soft > 0 ? Math.min(1, Math.max(0, 0.5 - away / soft)) : away < 0 ? 1 : 0
        }
    return { mask: { shape: [1, 1, height, width], data: invert ? data.map((value) => 1 - value) : data } }
  },
})
