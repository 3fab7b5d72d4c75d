import type { NodeSpec, ParamSpec } from '@loom/protocol'
import { namesFor } from './check-value'
import type { ListedModel } from './context'
import type { NodeLibrary } from './library'
import type { NodeDefinition, Ports } from './node'

/** `maskedLatent` → `Masked latent` */
function labelOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const sockets = (ports: Ports) =>
  Object.entries(ports).map(([name, { type, optional, label, description }]) => ({
    name,
    label: label ?? labelOf(name),
    type,
    optional,
    ...(description !== undefined && { description }),
  }))

function describeNode(node: NodeDefinition, models: readonly ListedModel[]): NodeSpec {
  const { type, version, title, category, description, keywords, terminal, shows } = node
  return {
    ...{ type, version, title, category, description, terminal, shows, keywords: [...keywords] },
    inputs: sockets(node.inputs),
    params: Object.entries(node.params).map(([name, param]) => {
      const spec = { label: labelOf(name), ...param, name } as ParamSpec
      if (spec.kind !== 'choice' || spec.source !== 'models') return spec
      const names = namesFor(spec, models)
      return { ...spec, default: names[0] ?? '', options: names.map((name) => ({ value: name, label: name })) }
    }),
    outputs: sockets(node.outputs).map(({ optional: _, ...socket }) => socket),
  }
}

/** The library as data, for the editor, the docs and clients; choices of models list `models`. */
export function describeNodes(library: NodeLibrary, models: readonly ListedModel[]): NodeSpec[] {
  return [...library.values()].map((node) => describeNode(node, models))
}
