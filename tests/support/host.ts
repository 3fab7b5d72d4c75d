import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ImageAsset } from '@loom/protocol'
import type { Host } from '@loom/runtime'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Checkpoints by name: the bundled one, and tiny ones with seeded weights. */
const folders: Record<string, string> = {
  storybook: join(root, 'models/storybook'),
  'tiny-sd1': join(root, 'tests/golden/models/tiny-sd1'),
  'tiny-sd2': join(root, 'tests/golden/models/tiny-sd2'),
  'tiny-sdxl': join(root, 'tests/golden/models/tiny-sdxl'),
  'tiny-refiner': join(root, 'tests/golden/models/tiny-refiner'),
  'tiny-inpaint': join(root, 'tests/golden/models/tiny-inpaint'),
  'tiny-controlnet': join(root, 'tests/golden/models/tiny-controlnet'),
  'tiny-upscaler': join(root, 'tests/golden/upscale/tiny-upscaler.pth'),
}
const roles: Record<string, string> = { 'tiny-controlnet': 'controlnet', 'tiny-upscaler': 'upscaler' }
const loras: Record<string, string> = {
  'loras/pocket-creatures.safetensors': join(root, 'models/loras/pocket-creatures.safetensors'),
  'loras/storybook-few-steps.safetensors': join(root, 'models/loras/storybook-few-steps.safetensors'),
  'tiny-lora': join(root, 'tests/golden/lora/kohya.safetensors'),
}
export const models = [
  ...Object.keys(folders).map((name) => ({ name, role: roles[name] ?? 'checkpoint' })),
  ...Object.keys(loras).map((name) => ({ name, role: 'lora' })),
]

/** A host that keeps images in memory. */
export function memoryHost(keepBytes = 0): Host & { images: Map<string, Uint8Array> } {
  const images = new Map<string, Uint8Array>()
  return {
    images,
    device: 'cpu',
    keepBytes,
    models: { listed: () => models, locate: (name) => (folders[name] ?? loras[name])! },
    assets: {
      async read(id) {
        return images.get(id) ?? readFile(join(root, 'graphs/pictures', id))
      },
      async write(png, about): Promise<ImageAsset> {
        const id = `${createHash('sha256').update(png).digest('hex')}.png`
        images.set(id, png)
        return { id, ...about }
      },
    },
  }
}
