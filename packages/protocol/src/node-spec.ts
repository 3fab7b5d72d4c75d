import { z } from 'zod'

/** What flows through a socket; sockets of equal type connect. `*` takes anything. */
export const PortType = z.string().min(1).max(40)

export const InputSpec = z.object({
  name: z.string(),
  label: z.string(),
  type: PortType,
  optional: z.boolean(),
  description: z.string().optional(),
})
export type InputSpec = z.infer<typeof InputSpec>

export const OutputSpec = z.object({
  name: z.string(),
  label: z.string(),
  type: PortType,
  description: z.string().optional(),
})
export type OutputSpec = z.infer<typeof OutputSpec>

/** `socket` is the port type of a link that may stand for the value; an `advanced` one is folded away until it is asked for. */
const paramBase = {
  name: z.string(),
  label: z.string(),
  description: z.string().optional(),
  advanced: z.boolean().optional(),
  socket: PortType,
}

export const NumberSpec = z.object({
  ...paramBase,
  kind: z.literal('number'),
  default: z.number(),
  min: z.number(),
  max: z.number(),
  step: z.number().positive(),
  integer: z.boolean(),
})
export const TextSpec = z.object({
  ...paramBase,
  kind: z.literal('text'),
  default: z.string(),
  multiline: z.boolean(),
  placeholder: z.string().optional(),
})
export const BooleanSpec = z.object({ ...paramBase, kind: z.literal('boolean'), default: z.boolean() })
export const ChoiceSpec = z.object({
  ...paramBase,
  kind: z.literal('choice'),
  default: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** The options are what the server has of this kind now; `options` is then the list at the time of asking. */
  source: z.enum(['models']).optional(),
  /** What the models are for; checkpoints when nothing is said. */
  role: z.string().optional(),
})
/** A whole number 0 … 2^53 − 1, with a dice in the editor. */
export const SeedSpec = z.object({ ...paramBase, kind: z.literal('seed'), default: z.number().int().min(0) })
/** The id of an image asset, or '' for none. */
export const ImageSpec = z.object({ ...paramBase, kind: z.literal('image'), default: z.string() })

export const ParamSpec = z.discriminatedUnion('kind', [
  NumberSpec,
  TextSpec,
  BooleanSpec,
  ChoiceSpec,
  SeedSpec,
  ImageSpec,
])
export type ParamSpec = z.infer<typeof ParamSpec>
export type ParamKind = ParamSpec['kind']
export type NumberSpec = z.infer<typeof NumberSpec>
export type TextSpec = z.infer<typeof TextSpec>
export type BooleanSpec = z.infer<typeof BooleanSpec>
export type ChoiceSpec = z.infer<typeof ChoiceSpec>
export type SeedSpec = z.infer<typeof SeedSpec>
export type ImageSpec = z.infer<typeof ImageSpec>

/** What the editor, the docs and a client know of a node type: its declaration without `run`. */
export const NodeSpec = z.object({
  type: z.string(),
  version: z.number().int(),
  title: z.string(),
  category: z.string(),
  description: z.string(),
  /** Other words to find it by. */
  keywords: z.array(z.string()),
  inputs: z.array(InputSpec),
  params: z.array(ParamSpec),
  outputs: z.array(OutputSpec),
  /** It runs for its effect: a run with no other wish runs what these need. */
  terminal: z.boolean(),
  /** The node shows pictures: previews of its steps, or its images. */
  shows: z.enum(['preview', 'images', 'nothing']),
})
export type NodeSpec = z.infer<typeof NodeSpec>
