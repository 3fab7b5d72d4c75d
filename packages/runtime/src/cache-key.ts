import { createHash } from 'node:crypto'
import type { Host } from './context'
import type { PlannedNode } from './plan'
import type { Inputs } from './run-node'

/**
 * The content of a node's inputs in 64 hex digits: its type and version, its values, what its files are now, the outputs
 * it makes on demand, and for each link the key of the node it comes from. Equal keys give equal outputs.
 */
export async function cacheKey(
  node: PlannedNode,
  inputs: Inputs,
  keys: ReadonlyMap<string, string>,
  host: Host,
): Promise<string> {
  const { definition, values, links } = node
  const files = await definition.fingerprint?.(inputs, host)
  const sources = links.map(({ input, node, output }) => [input, keys.get(node), output])
  const extras = definition.onDemand.filter((output) => node.wanted.has(output))
  const content = [
    definition.type,
    definition.version,
    Object.entries(values).sort(),
    sources.sort(),
    files ?? null,
    extras,
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
