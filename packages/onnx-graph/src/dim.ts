/** A size known while building, or a name for one that every run brings anew (`B`, `h`, `h/2`). Equal names are equal sizes. */
export type Dim = number | string

export function product(dims: readonly Dim[]): Dim {
  const known = dims.reduce<number>((all, dim) => (typeof dim === 'number' ? all * dim : all), 1)
  const named = dims.filter((dim) => typeof dim === 'string')
  if (named.length === 0) return known
  return known === 1 ? named.join('·') : [known, ...named].join('·')
}

/** Positions a window takes along `dim` padded by `padding` in all. A named size keeps its name at stride 1 if the padding makes up for the kernel. */
export function windows(dim: Dim, kernel: number, stride: number, padding: number): Dim {
  if (typeof dim === 'number') return Math.floor((dim + padding - kernel) / stride) + 1
  if (stride === 1) return padding === kernel - 1 ? dim : `${dim}${padding - kernel + 1}`
  return `${dim}/${stride}`
}

export function multiplied(dim: Dim, by: number): Dim {
  if (typeof dim === 'number') return dim * by
  if (by === 1) return dim
  if (dim.endsWith(`/${by}`)) return dim.slice(0, -`/${by}`.length)
  const [, factor = '1', name] = /^(?:(\d+)·)?(.*)$/.exec(dim)!
  return `${by * Number(factor)}·${name}`
}

export const divided = (dim: Dim, by: number): Dim => (typeof dim === 'number' ? dim / by : `${dim}/${by}`)

/** How large a dim is in a run: names are looked up as they stand, else as the sum, product or quotient that they spell; what a run does not name is 1. */
export function sizeIn(sizes: Readonly<Record<string, number>>, dim: Dim): number {
  if (typeof dim === 'number') return dim
  const known = sizes[dim] ?? (/^\d+$/.test(dim) ? Number(dim) : undefined)
  if (known !== undefined) return known
  const parts = (mark: string) => dim.split(mark).map((part) => sizeIn(sizes, part))
  if (dim.includes('+')) return parts('+').reduce((a, b) => a + b)
  if (dim.includes('·')) return parts('·').reduce((a, b) => a * b)
  if (dim.includes('/')) return parts('/').reduce((a, b) => Math.ceil(a / b)) // halving rounds up
  return 1
}

export const show = (shape: readonly Dim[]): string => `[${shape.join(',')}]`

export const sameShape = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => dim === b[i])

/** The shape two operands have together, or undefined where they do not fit. */
export function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] | undefined {
  const rank = Math.max(a.length, b.length)
  const [left, right] = [a, b].map((shape) => [...Array<Dim>(rank - shape.length).fill(1), ...shape])
  const out: Dim[] = []
  for (let i = 0; i < rank; i++) {
    const [l, r] = [left![i]!, right![i]!]
    if (l !== r && l !== 1 && r !== 1) return undefined
    out.push(l === 1 ? r : l)
  }
  return out
}
