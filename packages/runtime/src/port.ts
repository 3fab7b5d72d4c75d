declare const carried: unique symbol

/** A socket and the type of what flows through it; ports of equal `type` connect. */
export type Port<T> = {
  readonly type: string
  readonly optional: boolean
  readonly label?: string
  readonly description?: string
  readonly [carried]?: T
}

/** The value a port carries. */
export type Carried<P> = P extends Port<infer T> ? T : never

/** Connects to every port. */
export const ANY = '*'

export function port<T>(type: string, words: { label?: string; description?: string } = {}): Port<T> {
  return { type, optional: false, ...words }
}

/** The node runs without it, too; `run` then gets undefined. */
export function optional<T>(wanted: Port<T>): Port<T | undefined> {
  return { ...wanted, optional: true } as Port<T | undefined>
}

/** The same port under other words. */
export function labelled<T>(wanted: Port<T>, label: string, description?: string): Port<T> {
  return { ...wanted, label, ...(description !== undefined && { description }) }
}

export function connects(from: string, to: string): boolean {
  return from === to || from === ANY || to === ANY
}
