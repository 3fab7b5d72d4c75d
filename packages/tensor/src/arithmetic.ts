import { requireSameShape, type Tensor } from './tensor'

// One plain loop each: engines turn these into vector code, which a closure per element prevents.

export function add(a: Tensor, b: Tensor): Tensor {
  requireSameShape('add', a, b)
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! + b.data[i]!
  return { shape: a.shape, data }
}

export function sub(a: Tensor, b: Tensor): Tensor {
  requireSameShape('sub', a, b)
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! - b.data[i]!
  return { shape: a.shape, data }
}

/** Element by element. */
export function mul(a: Tensor, b: Tensor): Tensor {
  requireSameShape('mul', a, b)
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! * b.data[i]!
  return { shape: a.shape, data }
}

export function scale(a: Tensor, factor: number): Tensor {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! * factor
  return { shape: a.shape, data }
}

/** u·a + v·b, rounded to float32 once. */
export function blend(a: Tensor, u: number, b: Tensor, v: number): Tensor {
  requireSameShape('blend', a, b)
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = u * a.data[i]! + v * b.data[i]!
  return { shape: a.shape, data }
}

/** From a (at 0) to b (at 1), and beyond either. */
export function lerp(a: Tensor, b: Tensor, at: number): Tensor {
  requireSameShape('lerp', a, b)
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! + at * (b.data[i]! - a.data[i]!)
  return { shape: a.shape, data }
}

/** Any function of one value; slower than the named ones. */
export function map(a: Tensor, of: (value: number) => number): Tensor {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = of(a.data[i]!)
  return { shape: a.shape, data }
}
