import { type InputValue, isLink, type Literal, type ParamSpec, type Problem, type Workflow } from '@loom/protocol'
import { faultOf } from './check-value'
import type { ListedModel } from './context'
import type { NodeLibrary } from './library'
import { didYouMean } from './nearest-word'

const problem = (key: string, message: string): Problem => ({ path: `set.${key}`, message })

/** `prompt.text` → the node and the input, or what is wrong with it. */
function place(key: string, workflow: Workflow): { node: string; input: string } | Problem {
  const dot = key.indexOf('.')
  if (dot < 1 || dot === key.length - 1) return problem(key, `expected node.input, got "${key}"`)
  const [node, input] = [key.slice(0, dot), key.slice(dot + 1)]
  if (Object.hasOwn(workflow.nodes, node)) return { node, input }
  const ids = Object.keys(workflow.nodes)
  return problem(
    key,
    `there is no node "${node}"${didYouMean(node, ids) || `; there are ${ids.slice(0, 20).join(', ')}`}`,
  )
}

/** The document with some inputs changed, by `node.input`. */
export function applySettings(
  workflow: Workflow,
  set: Readonly<Record<string, InputValue>>,
): { ok: true; workflow: Workflow } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = []
  const nodes = { ...workflow.nodes }
  for (const [key, value] of Object.entries(set)) {
    const found = place(key, workflow)
    if ('message' in found) problems.push(found)
    else nodes[found.node] = { ...nodes[found.node]!, inputs: { ...nodes[found.node]!.inputs, [found.input]: value } }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, workflow: { ...workflow, nodes } }
}

function literal(text: string, spec: ParamSpec): Literal {
  if (spec.kind === 'number' || spec.kind === 'seed')
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
  if (spec.kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** `prompt.text=a dog` from a command line: what follows the first `=`, as the param's own type. */
export function parseSetting(
  argument: string,
  workflow: Workflow,
  library: NodeLibrary,
  models: readonly ListedModel[],
): { ok: true; key: string; value: Literal } | { ok: false; problem: Problem } {
  const equals = argument.indexOf('=')
  if (equals < 0) return { ok: false, problem: problem(argument, `expected node.input=value, got "${argument}"`) }
  const [key, text] = [argument.slice(0, equals).trim(), argument.slice(equals + 1)]
  const found = place(key, workflow)
  if ('message' in found) return { ok: false, problem: found }
  const definition = library.get(workflow.nodes[found.node]!.type)
  const spec = definition && Object.hasOwn(definition.params, found.input) ? definition.params[found.input] : undefined
  if (!spec) {
    const names = Object.keys(definition?.params ?? {})
    const wired = isLink(workflow.nodes[found.node]!.inputs[found.input])
    const hint = didYouMean(found.input, names) || (names.length > 0 ? `; it has ${names.join(', ')}` : '')
    return {
      ok: false,
      problem: problem(key, `${found.node} has no value "${found.input}" to set${wired ? ' (it is a wire)' : hint}`),
    }
  }
  const value = literal(text, spec as unknown as ParamSpec)
  const fault = faultOf(spec as unknown as ParamSpec, value, models)
  return fault ? { ok: false, problem: problem(key, fault) } : { ok: true, key, value }
}
