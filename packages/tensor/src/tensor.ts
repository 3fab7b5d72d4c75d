/** Values in row-major order; the last axis is contiguous. A plain object, so it crosses `postMessage` unharmed. */
export type Tensor = { readonly shape: readonly number[]; readonly data: Float32Array }

/** How many values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const extent of shape) size *= extent
  return size
}

export const showShape = (shape: readonly number[]): string => `[${shape.join(',')}]`

/** A tensor around the given values. A Float32Array is taken over, not copied. */
export function from(shape: readonly number[], values: ArrayLike<number>): Tensor {
  const size = sizeOf(shape)
  if (values.length !== size) {
    throw new Error(`from: shape ${showShape(shape)} holds ${size} values, got ${values.length}`)
  }
  return { shape: [...shape], data: values instanceof Float32Array ? values : Float32Array.from(values) }
}

export function zeros(shape: readonly number[]): Tensor {
  return { shape: [...shape], data: new Float32Array(sizeOf(shape)) }
}

export function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.length === b.shape.length && a.shape.every((extent, axis) => extent === b.shape[axis])
}

export function requireSameShape(where: string, a: Tensor, b: Tensor): void {
  if (!sameShape(a, b)) throw new Error(`${where}: shapes ${showShape(a.shape)} and ${showShape(b.shape)} differ`)
}
