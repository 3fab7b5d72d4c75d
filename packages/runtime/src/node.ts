import type { Host, RunContext } from './context'
import type { Given, Param } from './param'
import type { Carried, Port } from './port'

// biome-ignore lint/suspicious/noExplicitAny: a table of ports of any type
export type Ports = Readonly<Record<string, Port<any>>>
// biome-ignore lint/suspicious/noExplicitAny: a table of params of any type
export type Params = Readonly<Record<string, Param<any>>>

type Inputs<I extends Ports, P extends Params> = { readonly [K in keyof I]: Carried<I[K]> } & {
  readonly [K in keyof P]: Given<P[K]>
}
/** Outputs named in D may be undefined. */
type Outputs<O extends Ports, D extends string> = {
  readonly [K in keyof O]: K extends D ? Carried<O[K]> | undefined : Carried<O[K]>
}

type Declaration<I extends Ports, P extends Params, O extends Ports, D extends string> = {
  readonly type: string
  /** Counts changes of what `run` gives for the same inputs; part of the cache key. */
  readonly version: number
  readonly title: string
  readonly category?: string
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly inputs?: I
  readonly params?: P
  readonly outputs?: O
  /** What it tells differs when somebody looks on: results made without are not enough then. */
  readonly observed?: boolean
  /** Outputs that cost something of their own: made when a node of the run takes them. */
  readonly onDemand?: readonly D[]
  /** It runs for its effect: a run with no other wish runs what these need. */
  readonly terminal?: boolean
  readonly shows?: 'preview' | 'images'
  /** What else the result hangs on, such as the state of a file; part of the cache key. */
  fingerprint?(params: { readonly [K in keyof P]: Given<P[K]> }, host: Host): string | Promise<string>
  run(inputs: Inputs<I, P>, context: RunContext): Promise<Outputs<O, D>> | Outputs<O, D>
}

/** A node type as the runtime sees it: names are strings and values are unknown. */
export type NodeDefinition = {
  readonly type: string
  readonly version: number
  readonly title: string
  readonly category: string
  readonly description: string
  readonly keywords: readonly string[]
  readonly inputs: Ports
  readonly params: Params
  readonly outputs: Ports
  readonly onDemand: readonly string[]
  readonly observed: boolean
  readonly terminal: boolean
  readonly shows: 'preview' | 'images' | 'nothing'
  fingerprint?(params: Record<string, unknown>, host: Host): string | Promise<string>
  run(inputs: Record<string, unknown>, context: RunContext): Promise<Record<string, unknown>> | Record<string, unknown>
}

/** Declares a node. Types of `run`, sockets, widgets, checks and the cache key follow from it; nothing is registered. */
export function defineNode<I extends Ports, P extends Params, O extends Ports, D extends keyof O & string = never>(
  declaration: Declaration<I, P, O, D>,
): NodeDefinition {
  const { inputs = {}, params = {}, outputs = {} } = declaration
  const both = Object.keys(inputs).find((name) => name in params)
  if (both) throw new Error(`${declaration.type}: "${both}" is both an input and a param`)
  return {
    category: 'other',
    description: '',
    keywords: [],
    onDemand: [],
    observed: false,
    terminal: false,
    shows: 'nothing',
    ...(declaration as unknown as Partial<NodeDefinition>),
    inputs,
    params,
    outputs,
  } as NodeDefinition
}
