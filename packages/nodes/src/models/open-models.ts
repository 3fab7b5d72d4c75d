import { clipTokenizer, createTokenizer, type Tokenizer, trainingSchedule } from '@loom/diffusion'
import { devices, fingerprint, type LoadedModel, openModel, openVaeFile, type SessionOptions } from '@loom/models'
import type { Model, Vae } from '../values'

type Device = (typeof devices)[number]
type Opened = { readonly dispose: () => Promise<void> }

/** What is open, by place and device, with the state of the files it was opened from. */
const open = new Map<string, { state: string; opened: Promise<Opened> }>()

async function tokenizerOf({ tokenizer }: LoadedModel): Promise<Tokenizer> {
  if (!tokenizer) return clipTokenizer()
  const pad = Object.entries(tokenizer.vocab).find(([, id]) => id === tokenizer.padId)![0]
  return createTokenizer({ ...tokenizer, pad })
}

/** Opens something once and keeps it; files that changed since are opened anew and the old sessions let go. */
async function keep<T extends Opened>(path: string, how: string, device: string, fresh: () => Promise<T>): Promise<T> {
  if (!devices.includes(device as Device))
    throw new Error(`there is no device "${device}"; there are ${devices.join(', ')}`)
  const place = `${how} ${device} ${path}`
  const state = fingerprint(path)
  const known = open.get(place)
  if (known?.state === state) return known.opened as Promise<T>
  const opened = fresh()
  open.set(place, { state, opened })
  opened.catch(() => open.get(place)?.opened === opened && open.delete(place))
  await known?.opened.then((old) => old.dispose()).catch(() => undefined)
  return opened
}

export const modelAt = (path: string, options: SessionOptions & { device: string }): Promise<Model & Opened> =>
  keep(path, `model ${options.precision}`, options.device, async () => {
    const loaded = await openModel(path, options)
    const training = trainingSchedule(loaded.schedulerConfig)
    return { loaded, training, tokenizer: await tokenizerOf(loaded), dispose: () => loaded.dispose() }
  })

/** The VAE in a file of its own; `scaling`: of the latents it is for. */
export const vaeAt = (path: string, scaling: number, device: string): Promise<Vae & Opened> =>
  keep(path, `vae ${scaling}`, device, () => openVaeFile(path, scaling, { device }))
