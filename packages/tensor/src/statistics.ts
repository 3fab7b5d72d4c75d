import type { Tensor } from './tensor'

export function mean(a: Tensor): number {
  let sum = 0
  for (let i = 0; i < a.data.length; i++) sum += a.data[i]!
  return sum / a.data.length
}

/** Standard deviation of the values themselves (divided by n, not n-1). */
export function std(a: Tensor): number {
  const middle = mean(a)
  let sum = 0
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i]! - middle) ** 2
  return Math.sqrt(sum / a.data.length)
}

export function max(a: Tensor): number {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < a.data.length; i++) if (a.data[i]! > most) most = a.data[i]!
  return most
}

export function min(a: Tensor): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < a.data.length; i++) if (a.data[i]! < least) least = a.data[i]!
  return least
}

/** False as soon as one value is NaN or infinite. */
export function allFinite(a: Tensor): boolean {
  for (let i = 0; i < a.data.length; i++) if (!Number.isFinite(a.data[i]!)) return false
  return true
}
