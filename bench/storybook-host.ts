import { join } from 'node:path'
import type { Host } from '../packages/runtime/src/index'
import { root } from './server'

export const storybook = [{ name: 'storybook', role: 'checkpoint' }]

/** Opens the bundled model; what is painted goes nowhere. */
export const host: Host = {
  device: 'cpu',
  models: { listed: () => storybook, locate: (name) => join(root, 'models', name) },
  assets: {
    read: () => Promise.reject(new Error('no images here')),
    write: async (_, about) => ({ id: 'x.png', ...about }),
  },
}
