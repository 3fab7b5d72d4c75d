import type { NodeError, NodeResult } from '@loom/protocol'
import type { Cached } from './cache'
import { cacheKey } from './cache-key'
import { isInputError } from './input-error'
import type { Plan, PlannedNode } from './plan'
import { inputsOf, runNode } from './run-node'
import type { RunSettings } from './run-settings'

export type RunEnd = { readonly status: 'done' | 'failed' | 'cancelled'; readonly error?: string }

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function nodeError(error: unknown): NodeError {
  return { message: messageOf(error), ...(isInputError(error) && { input: error.input }) }
}

/** Values that a document could hold, told with the node's end. */
function told(node: PlannedNode, cached: Cached): NodeResult | undefined {
  const values: Record<string, string | number | boolean> = {}
  for (const [name, { type }] of Object.entries(node.definition.outputs)) {
    const value = cached.outputs[name]
    if ((type === 'text' || type === 'number' || type === 'boolean') && value !== undefined)
      values[name] = value as string
  }
  const result = { ...cached.result, ...(Object.keys(values).length > 0 && { values }) }
  return Object.keys(result).length > 0 ? result : undefined
}

/** Where a result may lie in the cache, where to put it first: one that was observed serves a run that nobody observes. */
const slotsOf = (key: string, { definition }: PlannedNode, observe: boolean): string[] =>
  !definition.observed ? [key] : observe ? [`${key}+observed`] : [key, `${key}+observed`]

/** How many links still wait for each node's outputs, so that they are let go after the last. */
function countUses(plan: Plan): Map<string, number> {
  const uses = new Map<string, number>()
  for (const { links } of plan.nodes) for (const { node } of links) uses.set(node, (uses.get(node) ?? 0) + 1)
  return uses
}

/**
 * Runs a plan node by node. A node with unchanged inputs is taken from the cache; a failed one stops what depends on it
 * and nothing else; cancelling stops before the next node, and within a node where it obeys its signal.
 */
export async function executePlan(plan: Plan, settings: RunSettings): Promise<RunEnd> {
  const { cache, emit, host, signal, observe = false } = settings
  const results = new Map<string, Cached>()
  const keys = new Map<string, string>()
  const failed = new Map<string, string>() // node → the node that began it
  const uses = countUses(plan)
  let firstError: string | undefined

  emit({ type: 'started', nodes: plan.nodes.length })
  for (const { node, because } of plan.skipped) emit({ type: 'node-skipped', node, because })

  for (const node of plan.nodes) {
    if (signal.aborted) return { status: 'cancelled' }
    const { id } = node
    const cause = node.links.map((link) => failed.get(link.node)).find(Boolean)
    if (cause) {
      failed.set(id, cause)
      emit({ type: 'node-skipped', node: id, because: cause })
      continue
    }
    const began = performance.now()
    try {
      const inputs = inputsOf(node, results, host.models.listed())
      const key = await cacheKey(node, inputs, keys, host)
      keys.set(id, key)
      const slots = slotsOf(key, node, observe)
      const known = slots.map((slot) => cache.get(slot)).find(Boolean)
      if (!known) emit({ type: 'node-started', node: id })
      const entry = known ?? (await runNode(node, inputs, plan.workflow, settings))
      cache.set(slots[0]!, entry)
      results.set(id, entry)
      const result = told(node, entry)
      const durationMs = Math.round((performance.now() - began) * 100) / 100
      emit({ type: 'node-done', node: id, cached: known !== undefined, durationMs, ...(result && { result }) })
    } catch (error) {
      if (signal.aborted) return { status: 'cancelled' }
      const fault = nodeError(error)
      failed.set(id, id)
      firstError ??= `${id}: ${fault.message}`
      emit({ type: 'node-failed', node: id, error: fault })
    }
    for (const link of node.links) {
      const left = uses.get(link.node)! - 1
      uses.set(link.node, left)
      if (left === 0) results.delete(link.node)
    }
  }
  return firstError === undefined ? { status: 'done' } : { status: 'failed', error: firstError }
}
