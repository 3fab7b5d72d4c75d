import { isLink, type Workflow } from '@loom/protocol'
import { type DrawnSpec, type Specs, specOf } from './specs'

/** Names of a node's sentences whose words have weights: its declaration has both. */
export function weighedTexts(spec: Pick<DrawnSpec, 'params'> | undefined): string[] {
  const params = spec?.params ?? []
  if (!params.some(({ kind, name }) => kind === 'text' && name === 'weights')) return []
  return params
    .filter((param) => param.kind === 'text' && param.multiline && ['text', 'edited'].includes(param.name))
    .map(({ name }) => name)
}

/**
 * The text that a node's input holds, or that a wire brings from a node that passes on a text of its own: a param and an
 * output of one name. Undefined where only a run can tell.
 */
export function sentenceAt(document: Workflow, specs: Specs, node: string, input: string): string | undefined {
  const seen = new Set<string>()
  let [at, name] = [node, input]
  for (;;) {
    const param = specOf(document, at, specs)?.params.find((one) => one.name === name)
    const value = document.nodes[at]?.inputs[name]
    if (param?.kind !== 'text') return undefined
    if (!isLink(value)) return typeof value === 'string' ? value : param.default
    ;[at, name] = value.from
    if (seen.has(at) || document.nodes[at]?.mode) return undefined
    seen.add(at)
  }
}
