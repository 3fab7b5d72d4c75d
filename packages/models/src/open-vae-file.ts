import { basename } from 'node:path'
import type { SessionOptions } from './session'
import { Sessions } from './sessions'
import { readVaeFile } from './single/single-file'
import { openVae, type Vae } from './vae/vae'

/** Opens the VAE in a file of its own, for latents that a UNet sees scaled by `scaling`. */
export async function openVaeFile(
  path: string,
  scaling: number,
  options: SessionOptions = {},
): Promise<Vae & { dispose(): Promise<void> }> {
  const part = await readVaeFile(path, scaling)
  const sessions = new Sessions(part.file, options)
  return { ...(await openVae(basename(path), part, sessions)), dispose: () => sessions.dispose() }
}
