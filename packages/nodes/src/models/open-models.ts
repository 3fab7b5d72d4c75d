import { clipTokenizer, createTokenizer, type Tokenizer, trainingSchedule } from '@loom/diffusion'
import { devices, fingerprint, type LoadedModel, openModel } from '@loom/models'
import type { Model } from '../values'

type Device = (typeof devices)[number]

/** Open models by place and device, with the state of the files they were opened from. */
const open = new Map<string, { state: string; model: Promise<Model> }>()

async function tokenizerOf({ tokenizer }: LoadedModel): Promise<Tokenizer> {
  if (!tokenizer) return clipTokenizer()
  const pad = Object.entries(tokenizer.vocab).find(([, id]) => id === tokenizer.padId)![0]
  return createTokenizer({ ...tokenizer, pad })
}

async function openFresh(folder: string, device: Device): Promise<Model> {
  const loaded = await openModel(folder, { device })
  return { loaded, training: trainingSchedule(loaded.schedulerConfig), tokenizer: await tokenizerOf(loaded) }
}

/** Opens a model once and keeps it; files that changed since are opened anew and the old sessions let go. */
export async function modelAt(folder: string, device: string): Promise<Model> {
  if (!devices.includes(device as Device))
    throw new Error(`there is no device "${device}"; there are ${devices.join(', ')}`)
  const place = `${device} ${folder}`
  const state = await fingerprint(folder)
  const known = open.get(place)
  if (known?.state === state) return known.model
  const model = openFresh(folder, device as Device)
  open.set(place, { state, model })
  model.catch(() => open.get(place)?.model === model && open.delete(place))
  await known?.model.then((old) => old.loaded.dispose()).catch(() => undefined)
  return model
}
