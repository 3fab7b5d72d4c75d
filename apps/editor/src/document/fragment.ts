import { isLink, readWorkflowText, Workflow, type WorkflowNode } from '@loom/protocol'
import { addNode, all, type Change } from './commands'
import { freshId, idsOf } from './ids'

/** What the clipboard holds: some nodes with all their inputs, as JSON text that also pastes into a file. */
const FORMAT = 'latent-loom/fragment'
export type Fragment = Readonly<Record<string, WorkflowNode>>

export function copyNodes(document: Workflow, ids: Iterable<string>): Fragment {
  const picked = [...ids].flatMap((id) => (document.nodes[id] ? [[id, document.nodes[id]] as const] : []))
  return Object.fromEntries(picked)
}

export const fragmentText = (nodes: Fragment) => JSON.stringify({ format: FORMAT, version: 1, nodes }, null, 2)

/** Nodes in a text: a fragment, or all of a whole workflow. */
export function readFragment(text: string): Fragment | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof json !== 'object' || json === null) return undefined
  if ((json as { format?: unknown }).format === FORMAT) {
    const parsed = Workflow.shape.nodes.safeParse((json as { nodes?: unknown }).nodes)
    return parsed.success ? parsed.data : undefined
  }
  const whole = readWorkflowText(text)
  return whole.ok ? whole.workflow.nodes : undefined
}

type Paste = { readonly change: Change; readonly ids: string[] }

/** Puts copies in, moved by `by`. Wires among them follow; wires from outside are kept where `outside` says so. */
export function pasteNodes(
  document: Workflow,
  nodes: Fragment,
  by: readonly [number, number],
  outside: 'keep' | 'cut',
): Paste {
  const renamed = new Map<string, string>()
  const used = new Set<string>()
  const taken = { has: (id: string) => used.has(id) || idsOf(document.nodes).has(id) }
  for (const id of Object.keys(nodes)) {
    const fresh = freshId(id, taken)
    used.add(fresh)
    renamed.set(id, fresh)
  }
  const changes = Object.entries(nodes).map(([id, node]) => {
    const inputs = Object.entries(node.inputs).flatMap(([name, value]): [string, typeof value][] => {
      if (!isLink(value)) return [[name, value]]
      const [from, output] = value.from
      const inside = renamed.get(from)
      if (inside) return [[name, { from: [inside, output] }]]
      return outside === 'keep' && document.nodes[from] ? [[name, value]] : []
    })
    const at: [number, number] = [node.at[0] + by[0], node.at[1] + by[1]]
    return addNode(renamed.get(id)!, { ...node, inputs: Object.fromEntries(inputs), at })
  })
  return { change: all(...changes), ids: [...renamed.values()] }
}

/** Left top corner of some nodes. */
export function corner(nodes: Fragment): [number, number] {
  const places = Object.values(nodes).map((node) => node.at)
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))]
}
