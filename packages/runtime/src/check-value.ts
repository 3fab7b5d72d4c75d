import { AssetId, type Literal, type ParamSpec } from '@loom/protocol'
import type { ListedModel } from './context'

const shown = (value: unknown) => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
const listed = (values: readonly string[]) =>
  values.length > 12 ? `${values.slice(0, 12).join(', ')} and ${values.length - 12} more` : values.join(', ')

type Spec = Omit<ParamSpec, 'name' | 'label' | 'socket'> & ParamSpec

/** The models that a choice of them offers. */
export const namesFor = (
  { role = 'checkpoint' }: { role?: string | undefined },
  models: readonly ListedModel[],
): string[] => models.filter((model) => model.role === role).map(({ name }) => name)

/** What is wrong with a value for a param, or undefined. `models` are what a choice of models may take. */
export function faultOf(spec: Spec, value: Literal, models: readonly ListedModel[]): string | undefined {
  switch (spec.kind) {
    case 'number': {
      const kind = spec.integer ? 'a whole number' : 'a number'
      const fits =
        typeof value === 'number' &&
        value >= spec.min &&
        value <= spec.max &&
        (!spec.integer || Number.isInteger(value))
      return fits ? undefined : `expected ${kind} from ${spec.min} to ${spec.max}, got ${shown(value)}`
    }
    case 'seed':
      return Number.isSafeInteger(value) && (value as number) >= 0
        ? undefined
        : `expected a whole number from 0 to 2^53 − 1, got ${shown(value)}`
    case 'text':
      return typeof value === 'string' ? undefined : `expected a text, got ${shown(value)}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected true or false, got ${shown(value)}`
    case 'choice': {
      if (spec.source === 'models') {
        const names = namesFor(spec, models)
        if (names.length === 0) return `there is no ${spec.role ?? 'model'} in the models folders`
        return names.includes(value as string)
          ? undefined
          : `no model named ${shown(value)}; there are: ${listed(names)}`
      }
      const options = spec.options.map((option) => option.value)
      return options.includes(value as string) ? undefined : `expected one of ${listed(options)}, got ${shown(value)}`
    }
    case 'image':
      if (value === '') return 'choose an image'
      return AssetId.safeParse(value).success ? undefined : `expected the id of an image, got ${shown(value)}`
  }
}
