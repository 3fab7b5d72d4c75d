import { clipTokenizer, createTokenizer, type Tokenizer, trainingSchedule } from '@loom/diffusion'
import {
  type ControlNet,
  devices,
  fingerprint,
  type LatentForm,
  type LoadedModel,
  type MergeTerm,
  mergeId,
  openControlNet,
  openMerge,
  openModel,
  openUpscaler,
  openVaeFile,
  type SessionOptions,
  type Upscaler,
} from '@loom/models'
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

/** Merges kept loaded; each is as large as its model. */
const mergeLimit = 2
/** Merges by what they are of, most recently used last. */
const merges = new Map<string, LoadedModel>()

/** Opens a merge once, in the precision of its first model; those not used for longest are let go, and load anew should they be used again. */
export async function mergeAt(terms: readonly MergeTerm[], device: string): Promise<LoadedModel> {
  const key = `${device} ${mergeId(terms)}`
  const { precision } = terms[0]!.model.computing
  const model = merges.get(key) ?? (await openMerge(terms, { device, precision }))
  merges.delete(key)
  merges.set(key, model)
  for (const old of [...merges.values()].slice(0, -mergeLimit)) await old.release()
  return model
}

type OnDevice = SessionOptions & { readonly device: string }

/** The VAE in a file of its own, for latents of a form. */
export const vaeAt = (path: string, form: LatentForm, options: OnDevice): Promise<Vae & Opened> =>
  keep(path, `vae ${form.scalingFactor} ${form.space} ${options.precision}`, options.device, () =>
    openVaeFile(path, form, options),
  )

/** `base`: the model that a file of differences adds to. */
export const controlNetAt = (path: string, device: string, base?: LoadedModel): Promise<ControlNet> =>
  keep(path, `controlnet ${base?.id ?? ''}`, device, () => openControlNet(path, { device }, base))

export const upscalerAt = (path: string, device: string): Promise<Upscaler> =>
  keep(path, 'upscaler', device, () => openUpscaler(path, { device }))
