import type { NodeSpec, WorkflowNode } from '@loom/protocol'

/** A free id that people can read and type: `TextEncode` → `textEncode`, then `textEncode-2`. */
export function freshId(wanted: string, taken: { has(id: string): boolean }): string {
  const stem = wanted.replace(/-\d+$/, '').slice(0, 56)
  if (!taken.has(stem)) return stem
  let count = 2
  while (taken.has(`${stem}-${count}`)) count++
  return `${stem}-${count}`
}

export function idFor(type: string, taken: { has(id: string): boolean }): string {
  const letters = type.replace(/[^A-Za-z0-9_-]/g, '').replace(/^[^A-Za-z]+/, '') || 'node'
  const lower = letters.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase())
  return freshId(lower, taken)
}

/** Ids of a record, as something that can be asked. */
export const idsOf = (record: object) => ({ has: (id: string) => Object.hasOwn(record, id) })

export function newNode(spec: NodeSpec, at: readonly [number, number]): WorkflowNode {
  return { type: spec.type, inputs: {}, at: [Math.round(at[0]), Math.round(at[1])] }
}
