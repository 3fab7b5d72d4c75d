import type { NodeSpec } from '@loom/protocol'

/** Node types that a person may mean, best first: a title that starts with the words, then any place they occur in. */
export function findNodes(specs: Iterable<NodeSpec>, search: string): NodeSpec[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const scored = [...specs].flatMap((spec) => {
    const score = scoreOf(spec, words)
    return score === undefined ? [] : [{ spec, score }]
  })
  const byTitle = (a: NodeSpec, b: NodeSpec) => a.title.localeCompare(b.title)
  return scored.sort((a, b) => b.score - a.score || byTitle(a.spec, b.spec)).map(({ spec }) => spec)
}

function scoreOf(spec: NodeSpec, words: readonly string[]): number | undefined {
  const title = spec.title.toLowerCase()
  const names = [spec.type, ...spec.keywords].join(' ').toLowerCase()
  const rest = `${spec.category} ${spec.description}`.toLowerCase()
  let sum = 0
  for (const word of words) {
    if (title.startsWith(word)) sum += 8
    else if (title.includes(word)) sum += 5
    else if (names.includes(word)) sum += 3
    else if (rest.includes(word)) sum += 1
    else return undefined
  }
  return sum
}

/** Categories in the order of their first node, each with its nodes. */
export function byCategory(specs: readonly NodeSpec[]): [category: string, nodes: NodeSpec[]][] {
  const groups = new Map<string, NodeSpec[]>()
  for (const spec of specs) {
    const group = groups.get(spec.category)
    group ? group.push(spec) : groups.set(spec.category, [spec])
  }
  return [...groups]
}
