import { isLink, type Link, type ParamSpec, type Problem, type Workflow, type WorkflowNode } from '@loom/protocol'
import { faultOf, namesFor } from './check-value'
import type { ListedModel } from './context'
import type { NodeLibrary } from './library'
import { didYouMean } from './nearest-word'
import type { NodeDefinition } from './node'
import { connects } from './port'

type World = { readonly workflow: Workflow; readonly library: NodeLibrary; readonly models: readonly ListedModel[] }

const has = (table: object, name: string) => Object.hasOwn(table, name)

/** What is wrong with a link that should carry `wanted`, or undefined. */
function linkFault(link: Link, wanted: string, { workflow, library }: World): string | undefined {
  const [from, output] = link.from
  const source = has(workflow.nodes, from) ? workflow.nodes[from] : undefined
  if (!source)
    return `is wired to "${from}", which is not in the workflow${didYouMean(from, Object.keys(workflow.nodes))}`
  const definition = library.get(source.type)
  if (!definition) return undefined // said at that node
  const port = has(definition.outputs, output) ? definition.outputs[output] : undefined
  if (!port) {
    const names = Object.keys(definition.outputs)
    return `is wired to ${from}.${output}, but ${source.type} gives ${names.length ? names.join(', ') : 'nothing'}`
  }
  return connects(port.type, wanted) ? undefined : `expected ${wanted}, got ${port.type} from ${from}.${output}`
}

function inputFault(name: string, node: WorkflowNode, definition: NodeDefinition, world: World): string | undefined {
  const value = has(node.inputs, name) ? node.inputs[name] : undefined
  const port = has(definition.inputs, name) ? definition.inputs[name] : undefined
  if (port) {
    if (value === undefined || value === null)
      return port.optional ? undefined : `nothing is connected; expected ${port.type}`
    return isLink(value)
      ? linkFault(value, port.type, world)
      : `expected a wire that carries ${port.type}, got ${JSON.stringify(value)}`
  }
  const spec = definition.params[name] as unknown as ParamSpec
  if (isLink(value)) return linkFault(value, spec.socket, world)
  const given =
    value ?? (spec.kind === 'choice' && spec.source === 'models' ? namesFor(spec, world.models)[0] : spec.default)
  return faultOf(spec, given ?? '', world.models)
}

/** Everything wrong with one node of a document. */
export function checkNode(id: string, world: World): Problem[] {
  const node = world.workflow.nodes[id]!
  const definition = world.library.get(node.type)
  if (!definition)
    return [
      {
        path: `nodes.${id}.type`,
        node: id,
        message: `unknown node type "${node.type}"${didYouMean(node.type, world.library.keys())}`,
      },
    ]
  if (node.mode) return [] // muted and bypassed nodes may be unfinished
  const at = (input: string, message: string): Problem => ({
    path: `nodes.${id}.inputs.${input}`,
    node: id,
    input,
    message,
  })
  const names = [...Object.keys(definition.inputs), ...Object.keys(definition.params)]
  const unknown = Object.keys(node.inputs).filter((name) => !names.includes(name))
  return [
    ...unknown.map((name) =>
      at(
        name,
        `${node.type} has no input "${name}"${didYouMean(name, names) || `; it has ${names.join(', ') || 'none'}`}`,
      ),
    ),
    ...names.flatMap((name) => {
      const fault = inputFault(name, node, definition, world)
      return fault ? [at(name, fault)] : []
    }),
  ]
}
