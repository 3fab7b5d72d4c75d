import type { NodeDefinition } from './node'

/** Node types by name. */
export type NodeLibrary = ReadonlyMap<string, NodeDefinition>

export function nodeLibrary(definitions: readonly NodeDefinition[]): NodeLibrary {
  const library = new Map<string, NodeDefinition>()
  for (const definition of definitions) {
    if (library.has(definition.type)) throw new Error(`two nodes are called ${definition.type}`)
    library.set(definition.type, definition)
  }
  return library
}
