import { join } from 'node:path'
import { openModel } from '@loom/models'
import type { Tensor } from '@loom/tensor'
import { it } from 'vitest'
import { inpaintConditioning } from '../../../packages/nodes/src/latents/inpaint-conditioning'
import { guided } from '../../../packages/nodes/src/sampling/guided'
import { seenBeside } from '../../../packages/nodes/src/sampling/seen-beside'
import { readTensors } from '../../support/tensors'
import { ddimWalk, expectWalk, given, golden } from '../../support/tiny-walk'

// The numbers: python tests/golden/models/make_tiny_inpaint.py
it('a UNet of 9 channels paints a part as its pipeline in diffusers does, latents after every step', async () => {
  const folder = join(import.meta.dirname, 'tiny-inpaint')
  const numbers = await readTensors(join(folder, 'golden.safetensors'))
  const loaded = await openModel(folder, { device: 'cpu', threads: 1 })
  const run = await golden(loaded, 8, 12)
  const pictures = { vae: loaded, image: numbers.get('picture')!, mask: numbers.get('mask')! }
  const made = await inpaintConditioning.run(pictures, undefined as never)
  const { inpainting, latent } = made as { inpainting: Tensor; latent: Tensor }
  const seen = seenBeside(loaded, inpainting, latent, 1)
  const predict = (...[batch, ...call]: Parameters<typeof loaded.predict>) => loaded.predict(seen(batch), ...call)
  const denoise = guided(run.model, predict, run.prompts, 1, given.guidance)
  await expectWalk(ddimWalk(run, denoise), numbers.get('walk')!)
  await loaded.dispose()
})
