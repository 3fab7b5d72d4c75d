import type { AttentionResult, ImageAsset, Literal, ParamSpec, Workflow } from '@loom/protocol'
import type { Cached } from './cache'
import { faultOf } from './check-value'
import type { ListedModel, RunContext } from './context'
import { InputError } from './input-error'
import type { PlannedNode } from './plan'
import type { RunSettings } from './run-settings'

export type Inputs = Readonly<Record<string, unknown>>

/** The values of a node's inputs and params, those of its links included; a param's value is checked as one in the document is. */
export function inputsOf(
  { definition, values, links }: PlannedNode,
  results: ReadonlyMap<string, Cached>,
  models: readonly ListedModel[],
): Inputs {
  const inputs: Record<string, unknown> = { ...values }
  for (const name of Object.keys(definition.inputs)) inputs[name] = undefined
  for (const { input, node, output } of links) {
    inputs[input] = results.get(node)!.outputs[output]
    const spec = definition.params[input] as ParamSpec | undefined
    const fault = spec && faultOf(spec, inputs[input] as Literal, models)
    if (fault) throw new InputError(input, `${fault} from ${node}.${output}`)
  }
  return inputs
}

/** Runs one node; previews go out only as often as somebody can take them. */
export async function runNode(
  node: PlannedNode,
  inputs: Inputs,
  workflow: Workflow,
  settings: RunSettings,
): Promise<Cached> {
  const { host, signal, emit, observe = false } = settings
  const images: ImageAsset[] = []
  const warnings: string[] = []
  let attention: AttentionResult | undefined
  const context: RunContext = {
    ...host,
    signal,
    workflow,
    async progress({ done, total, preview }) {
      emit({ type: 'progress', node: node.id, done, total })
      const send = settings.preview // asked for at each step: who looks comes and goes
      if (preview && send) await send(node.id, done, total, preview)
    },
    wants: (output) => node.wanted.has(output),
    observe,
    tellAttention(told) {
      attention = told
    },
    warn: (message) => void warnings.push(message),
    show: (more) => void images.push(...more),
  }
  const outputs = await node.definition.run(inputs, context)
  for (const name of Object.keys(node.definition.outputs))
    if (outputs[name] === undefined && !node.definition.onDemand.includes(name))
      throw new Error(`${node.definition.type} gave no ${name}`)
  const result = {
    ...(images.length > 0 && { images }),
    ...(attention && { attention }),
    ...(warnings.length > 0 && { warnings }),
  }
  return { outputs, ...(Object.keys(result).length > 0 && { result }) }
}
