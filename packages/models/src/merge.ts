import type { Term, Weights } from '@loom/onnx-graph'
import { ModelError } from './error'
import type { Component, ModelParts } from './parts'

type MergeTerm = { readonly parts: ModelParts; readonly factor: number }

/**
 * A model whose weights are Σ factor · weights of others of the same sizes; onnxruntime adds them up while it loads. Its VAE,
 * vocabulary and noise schedule are those of the first.
 */
export function mergeParts(terms: readonly MergeTerm[]): ModelParts {
  const first = terms[0]!.parts
  for (const { parts } of terms.slice(1)) checkAlike(first, parts)
  return {
    ...first,
    name: terms.map(({ parts }) => parts.name).join(' + '),
    paths: terms.flatMap(({ parts }) => parts.paths ?? [parts.path]),
    unet: merged(terms, ({ unet }) => unet),
    textEncoders: first.textEncoders.map((part, i) => ({ ...part, ...merged(terms, (it) => it.textEncoders[i]!) })),
  }
}

function merged<C>(terms: readonly MergeTerm[], part: (parts: ModelParts) => Component<C>): Component<C> {
  async function open(): Promise<Weights> {
    const sum: Term[] = []
    for (const { parts, factor } of terms) {
      const weights = await part(parts).open()
      const inner = weights.terms ?? [{ weights, factor: 1 }] // a merge of merges is one sum
      sum.push(...inner.map((term) => ({ ...term, factor: term.factor * factor })))
    }
    return { get: (name) => sum[0]!.weights.get(name), terms: sum }
  }
  return { ...part(terms[0]!.parts), open }
}

function checkAlike(first: ModelParts, other: ModelParts): void {
  const configs = ({ unet, textEncoders }: ModelParts) => ({
    unet: unet.config,
    'text encoders': textEncoders.map(({ config }) => config),
  })
  const difference = differenceOf(configs(first), configs(other), '')
  if (difference) throw new ModelError(`${first.name} and ${other.name} are not of one kind: ${difference}`)
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The first field in which two configs differ, for people. */
function differenceOf(a: unknown, b: unknown, field: string): string | undefined {
  if (!isTable(a) || !isTable(b))
    return a === b ? undefined : `${field} is ${said(a)} in the one, ${said(b)} in the other`
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = differenceOf(a[key], b[key], field === '' ? key : `${field}.${key}`)
    if (found) return found
  }
  return undefined
}

const said = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))
