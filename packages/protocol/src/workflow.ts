import { z } from 'zod'

/** Keys that people read and type (`prompt`, `negative-2`); never a path, never a prototype's name. */
export const NodeId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'a node id starts with a letter and has up to 64 letters, digits, - or _')
  .refine((id) => id !== 'constructor' && id !== 'prototype', 'this word cannot be a node id')

/** A value that comes from another node: `{ "from": ["checkpoint", "model"] }`. */
export const Link = z.strictObject({ from: z.tuple([NodeId, z.string().min(1).max(64)]) })
export type Link = z.infer<typeof Link>

/** What stands in a document for an input that is not wired. */
export const Literal = z.union([z.string().max(100_000), z.number(), z.boolean(), z.null()])
export type Literal = z.infer<typeof Literal>

export const InputValue = z.union([Link, Literal])
export type InputValue = z.infer<typeof InputValue>

/** Canvas position in CSS pixels at zoom 1, x to the right, y down. */
const Point = z.tuple([z.number(), z.number()])

/** `muted`: it and what depends on it does not run; `bypassed`: inputs pass through to outputs of the same type. */
export const NodeMode = z.enum(['muted', 'bypassed'])

export const WorkflowNode = z.strictObject({
  type: z.string().min(1).max(64),
  title: z.string().max(200).optional(),
  inputs: z.record(z.string().min(1).max(64), InputValue).default({}),
  at: Point.default([0, 0]),
  /** Width of the node's box in CSS pixels; the type's own width when absent. */
  width: z.number().min(80).max(2000).optional(),
  collapsed: z.boolean().optional(),
  /** Its advanced parameters are shown. */
  unfolded: z.boolean().optional(),
  mode: NodeMode.optional(),
})
export type WorkflowNode = z.infer<typeof WorkflowNode>

/** A frame drawn around nodes; running ignores it. */
export const Group = z.strictObject({
  title: z.string().max(200),
  at: Point,
  size: Point,
  color: z.string().max(32).optional(),
})
export type Group = z.infer<typeof Group>

/** A note on the canvas; running ignores it. */
export const Note = z.strictObject({ text: z.string().max(20_000), at: Point, size: Point })
export type Note = z.infer<typeof Note>

export const MAX_NODES = 10_000

/** The one document of the editor, the API and the command line. */
export const Workflow = z.strictObject({
  format: z.literal('latent-loom/workflow'),
  version: z.literal(1),
  name: z.string().max(200).default('Untitled'),
  description: z.string().max(5_000).optional(),
  nodes: z
    .record(NodeId, WorkflowNode)
    .refine((nodes) => Object.keys(nodes).length <= MAX_NODES, `a workflow has at most ${MAX_NODES} nodes`),
  groups: z.array(Group).max(1_000).optional(),
  notes: z.array(Note).max(1_000).optional(),
})
export type Workflow = z.infer<typeof Workflow>

export function isLink(value: InputValue | undefined): value is Link {
  return typeof value === 'object' && value !== null && 'from' in value
}

export function emptyWorkflow(name = 'Untitled'): Workflow {
  return { format: 'latent-loom/workflow', version: 1, name, nodes: {} }
}
