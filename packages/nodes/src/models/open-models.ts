import { clipTokenizer, createTokenizer, trainingSchedule } from '@loom/diffusion'
import { fingerprint, openModel } from '@loom/models'
import type { Model } from '../ports'

/** Open models by place and device, with the state of the files they were opened from. */
const open = new Map<string, { state: string; model: Promise<Model> }>()

async function openFresh(folder: string, device: string): Promise<Model> {
  const loaded = await openModel(folder, { device })
  const tokenizer = loaded.tokenizer ? createTokenizer(loaded.tokenizer) : clipTokenizer()
  return { loaded, training: trainingSchedule(loaded.schedulerConfig), tokenizer }
}

/** Opens a model once and keeps it; files that changed since are opened anew and the old sessions let go. */
export async function modelAt(folder: string, device: string): Promise<Model> {
  const place = `${device} ${folder}`
  const state = fingerprint(folder)
  const known = open.get(place)
  if (known?.state === state) return known.model
  const model = openFresh(folder, device)
  open.set(place, { state, model })
  model.catch(() => open.get(place)?.model === model && open.delete(place))
  await known?.model.then(({ loaded }) => loaded.dispose()).catch(() => undefined)
  return model
}
