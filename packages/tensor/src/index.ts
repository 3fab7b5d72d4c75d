/** A shape and its values. */
export type Tensor = { readonly shape: readonly number[]; readonly data: Float32Array }
