/** Rows that are worked on at once: their values come to lie beside each other. */
const strip = 16

/**
 * A weight [outputs,C] or [outputs,C,ky,kx] in 8 bits: values [ky·kx·C,outputs], each to be multiplied by its output's
 * scale, which is such that the largest becomes 127.
 */
export function quantize(weight: Float32Array, shape: readonly number[]) {
  const [outputs, C] = shape as [number, number]
  const inputs = weight.length / outputs
  const window = inputs / C
  const scale = new Float32Array(outputs)
  const factor = new Float32Array(outputs)
  for (let row = 0; row < outputs; row++) {
    let largest = 0
    for (let i = row * inputs; i < (row + 1) * inputs; i++) largest = Math.max(largest, Math.abs(weight[i]!))
    scale[row] = largest / 127
    factor[row] = largest === 0 ? 0 : 127 / largest
  }
  const values = new Int8Array(weight.length)
  for (let first = 0; first < outputs; first += strip) {
    const last = Math.min(first + strip, outputs)
    for (let place = 0; place < window; place++)
      for (let c = 0; c < C; c++) {
        const [from, to] = [c * window + place, (place * C + c) * outputs]
        for (let row = first; row < last; row++)
          values[to + row] = Math.floor(weight[row * inputs + from]! * factor[row]! + 0.5)
      }
  }
  return { values, scale }
}
