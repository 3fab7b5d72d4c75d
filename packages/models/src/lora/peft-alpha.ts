import { ModelError } from '../error'

/** Where diffusers keeps the settings of PEFT, as JSON; each field has the part of the model before it. */
const key = 'lora_adapter_metadata'

/**
 * The alpha of a layer from the settings that diffusers writes into the header of a file, by the layer's name in the file and
 * its rank: https://github.com/huggingface/diffusers, src/diffusers/loaders/lora_base.py. Undefined where they say nothing.
 */
export function peftAlphas(path: string, metadata: ReadonlyMap<string, string>) {
  const settings = parsed(path, metadata.get(key))
  return (layer: string, rank: number): number | undefined => {
    const [part, ...rest] = layer.split('.')
    const patterns = settings[`${part}.alpha_pattern`]
    const own = isTable(patterns) && patterns[rest.join('.')]
    const alpha = typeof own === 'number' ? own : settings[`${part}.lora_alpha`]
    if (typeof alpha !== 'number' || !Number.isFinite(alpha)) return undefined
    // Rank-stabilized LoRA divides by the root of the rank: Kalajdzievski 2023, §3; arXiv:2312.03732
    return settings[`${part}.use_rslora`] === true ? alpha * Math.sqrt(rank) : alpha
  }
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(path: string, text = '{}'): Record<string, unknown> {
  try {
    const settings: unknown = JSON.parse(text)
    if (isTable(settings)) return settings
  } catch {} // said below
  throw new ModelError(`${path}: its ${key} is not a JSON object`)
}
