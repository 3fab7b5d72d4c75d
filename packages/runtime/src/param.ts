import type { BooleanSpec, ImageSpec, NumberSpec, ParamSpec, SeedSpec, TextSpec } from '@loom/protocol'

declare const given: unique symbol
type Described<S> = S extends ParamSpec
  ? Omit<S, 'name' | 'label' | 'socket'> & { label?: string; socket: string }
  : never

/** A value that a person sets in the node, and how it is shown and checked. */
export type Param<T> = Described<ParamSpec> & { readonly [given]?: T }
/** The value a param gives to `run`. */
export type Given<P> = P extends Param<infer T> ? T : never

type Words = { label?: string; description?: string; advanced?: boolean }
type Options<S, K extends keyof S> = Words & Partial<Omit<S, keyof Words | 'name' | 'kind' | 'socket'>> & Pick<S, K>

const choices = (options: readonly string[] | Record<string, string>) =>
  Array.isArray(options)
    ? options.map((value: string) => ({ value, label: value }))
    : Object.entries(options).map(([value, label]) => ({ value, label: String(label) }))

/** The kinds of params; each takes its default and limits, and words for people. */
export const param = {
  number: (options: Options<NumberSpec, 'default' | 'min' | 'max'>): Param<number> => ({
    kind: 'number',
    socket: 'number',
    step: 0.1,
    integer: false,
    ...options,
  }),
  integer: (options: Options<NumberSpec, 'default' | 'min' | 'max'>): Param<number> => ({
    kind: 'number',
    socket: 'number',
    step: 1,
    integer: true,
    ...options,
  }),
  text: (options: Options<TextSpec, never> = {}): Param<string> => ({
    kind: 'text',
    socket: 'text',
    default: '',
    multiline: false,
    ...options,
  }),
  boolean: (options: Options<BooleanSpec, 'default'>): Param<boolean> => ({
    kind: 'boolean',
    socket: 'boolean',
    ...options,
  }),
  /** `options`: values, or values with their labels. */
  choice: <V extends string>(
    options: Words & { default: NoInfer<V>; options: readonly V[] | Record<V, string> },
  ): Param<V> => ({ kind: 'choice', socket: 'text', ...options, options: choices(options.options) }),
  /** One of the models the host has for a role; the first of them when the document names none. */
  model: (options: Words & { role?: string } = {}): Param<string> => ({
    kind: 'choice',
    socket: 'text',
    default: '',
    options: [],
    source: 'models',
    ...options,
  }),
  seed: (options: Words & Partial<Pick<SeedSpec, 'default'>> = {}): Param<number> => ({
    kind: 'seed',
    socket: 'number',
    default: 0,
    ...options,
  }),
  /** The id of an image asset. */
  image: (options: Words & Partial<Pick<ImageSpec, 'default'>> = {}): Param<string> => ({
    kind: 'image',
    socket: 'text',
    default: '',
    ...options,
  }),
}
