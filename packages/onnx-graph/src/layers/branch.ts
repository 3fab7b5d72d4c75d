import type { Scope, Value } from '../graph'

/** What `yes` or `no` gives, by a condition [] that every run brings; the other is not computed. Shapes are those of `yes`. */
export function branch(g: Scope, condition: Value, yes: () => readonly Value[], no: () => readonly Value[]): Value[] {
  const bodies = { then_branch: g.body(yes), else_branch: g.body(no) }
  return g.nodes('If', [condition], bodies.then_branch.outputs, bodies)
}
