import { isLink, type Link, type Problem, type Workflow } from '@loom/protocol'
import { checkNode } from './check-node'
import { namesFor } from './check-value'
import type { ListedModel } from './context'
import type { NodeLibrary } from './library'
import type { NodeDefinition } from './node'
import { linksOf, needsOf, orderFor } from './order'
import { connects } from './port'

/** One node to run: its values, and for each link where the value comes from. */
export type PlannedNode = {
  readonly id: string
  readonly definition: NodeDefinition
  readonly values: Readonly<Record<string, unknown>>
  readonly links: readonly { readonly input: string; readonly node: string; readonly output: string }[]
  /** Outputs that nodes of the run take. */
  readonly wanted: ReadonlySet<string>
}

/** What a run does: nodes in an order in which every node comes after those it needs, and who is left out by a muted node. */
export type Plan = {
  readonly workflow: Workflow
  readonly nodes: readonly PlannedNode[]
  readonly skipped: readonly { readonly node: string; readonly because: string }[]
}
export type PlanResult = { ok: true; plan: Plan } | { ok: false; problems: Problem[] }

export type PlanOptions = {
  /** Models there are; the first stands in where a document names none. */
  readonly models: readonly ListedModel[]
  /** Run what these nodes need, instead of what the terminal nodes need. */
  readonly outputs?: readonly string[]
}

const refused = (...problems: Problem[]): PlanResult => ({ ok: false, problems })

/** Where a link's value really comes from: through bypassed nodes, to the first wired input of the same type. */
function follow(link: Link, workflow: Workflow, library: NodeLibrary): Link | string {
  let here = link
  for (;;) {
    const [id, output] = here.from
    const node = workflow.nodes[id]!
    if (node.mode !== 'bypassed') return here
    const definition = library.get(node.type)!
    const type = definition.outputs[output]!.type
    const through = Object.entries(definition.inputs).find(
      ([name, port]) => connects(port.type, type) && isLink(node.inputs[name]),
    )
    if (!through) return `"${id}" is bypassed and has no ${type} to pass on`
    here = node.inputs[through[0]] as Link
  }
}

function planNode(
  id: string,
  workflow: Workflow,
  library: NodeLibrary,
  models: readonly ListedModel[],
): PlannedNode | Problem {
  const node = workflow.nodes[id]!
  const definition = library.get(node.type)!
  const links: { input: string; node: string; output: string }[] = []
  for (const { input, link } of linksOf(workflow, id)) {
    const source = follow(link, workflow, library)
    if (typeof source === 'string') return { path: `nodes.${id}.inputs.${input}`, node: id, input, message: source }
    links.push({ input, node: source.from[0], output: source.from[1] })
  }
  const values: Record<string, unknown> = {}
  for (const [name, param] of Object.entries(definition.params)) {
    const given = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined
    if (isLink(given)) continue
    values[name] =
      given ?? (param.kind === 'choice' && param.source === 'models' ? namesFor(param, models)[0] : param.default)
  }
  return { id, definition, values, links, wanted: new Set() }
}

/** Notes at every node which of its outputs are taken. */
function noteWanted(nodes: readonly PlannedNode[]): PlannedNode[] {
  const wanted = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]))
  for (const { links } of nodes) for (const { node, output } of links) wanted.get(node)?.add(output)
  return nodes.map((node) => ({ ...node, wanted: wanted.get(node.id)! }))
}

/** For each node that a muted one keeps from running, that one. `order` has every node after those it needs. */
function mutedBy(workflow: Workflow, order: readonly string[]): Map<string, string> {
  const because = new Map<string, string>()
  for (const id of order) {
    const cause =
      workflow.nodes[id]!.mode === 'muted'
        ? id
        : needsOf(workflow, id)
            .map((need) => because.get(need))
            .find(Boolean)
    if (cause) because.set(id, cause)
  }
  return because
}

function targetsOf(workflow: Workflow, library: NodeLibrary, { models, outputs }: PlanOptions): string[] | PlanResult {
  const missing = (outputs ?? []).filter((id) => !Object.hasOwn(workflow.nodes, id))
  if (missing.length > 0)
    return refused(...missing.map((id) => ({ path: 'outputs', message: `there is no node "${id}"` })))
  const targets = outputs ?? Object.keys(workflow.nodes).filter((id) => library.get(workflow.nodes[id]!.type)?.terminal)
  if (targets.length > 0) return [...targets]
  const unknown = Object.keys(workflow.nodes).filter((id) => !library.has(workflow.nodes[id]!.type))
  if (unknown.length > 0) return refused(...unknown.flatMap((id) => checkNode(id, { workflow, library, models })))
  const ends = [...library.values()].filter((node) => node.terminal).map((node) => node.type)
  return refused({ path: 'nodes', message: `nothing to run: add a node that shows or saves (${ends.join(', ')})` })
}

/** Checks what a run needs of a document and puts it in order. Nodes that no output needs may be unfinished. */
export function planRun(workflow: Workflow, library: NodeLibrary, options: PlanOptions): PlanResult {
  const targets = targetsOf(workflow, library, options)
  if (!Array.isArray(targets)) return targets
  const all = orderFor(workflow, targets)
  if ('circle' in all) {
    const [first] = all.circle as [string]
    return refused({
      path: `nodes.${first}`,
      node: first,
      message: `the wires go in a circle: ${all.circle.join(' → ')}`,
    })
  }
  const muted = mutedBy(workflow, all.order)
  const living = targets.filter((id) => !muted.has(id))
  if (living.length === 0) return refused({ path: 'nodes', message: 'nothing to run: every output is muted' })
  const { order } = orderFor(workflow, living) as { order: string[] }
  const world = { workflow, library, models: options.models }
  const problems = order.flatMap((id) => checkNode(id, world))
  if (problems.length > 0) return refused(...problems)
  const planned = order
    .filter((id) => workflow.nodes[id]!.mode !== 'bypassed')
    .map((id) => planNode(id, workflow, library, options.models))
  const faults = planned.filter((node): node is Problem => 'message' in node)
  if (faults.length > 0) return refused(...faults)
  const skipped = [...muted].map(([node, because]) => ({ node, because }))
  return { ok: true, plan: { workflow, nodes: noteWanted(planned as PlannedNode[]), skipped } }
}

/** Everything wrong with a document, also in nodes that nothing needs. */
export function checkWorkflow(workflow: Workflow, library: NodeLibrary, { models }: PlanOptions): Problem[] {
  const ids = Object.keys(workflow.nodes)
  const problems = ids.flatMap((id) => checkNode(id, { workflow, library, models }))
  if (problems.length > 0) return problems
  const run = planRun(workflow, library, { models })
  if (!run.ok) return run.problems
  const circle = orderFor(workflow, ids)
  return 'circle' in circle
    ? (planRun(workflow, library, { models, outputs: ids }) as { problems: Problem[] }).problems
    : []
}
