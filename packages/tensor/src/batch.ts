import { showShape, sizeOf, type Tensor } from './tensor'

/** Joins along the first axis: [A,…] and [B,…] → [A+B,…]. */
export function concat(parts: readonly Tensor[]): Tensor {
  const first = parts[0]
  if (!first) throw new Error('concat: expected at least one tensor, got none')
  const rest = first.shape.slice(1)
  let count = 0
  for (const part of parts) {
    const fits = part.shape.length === first.shape.length && rest.every((extent, i) => extent === part.shape[i + 1])
    if (!fits) {
      throw new Error(
        `concat: shapes ${showShape(first.shape)} and ${showShape(part.shape)} differ after the first axis`,
      )
    }
    count += part.shape[0]!
  }
  const data = new Float32Array(count * sizeOf(rest))
  let offset = 0
  for (const part of parts) {
    data.set(part.data, offset)
    offset += part.data.length
  }
  return { shape: [count, ...rest], data }
}

/** Rows start…end-1 of the first axis, copied: [B,…] → [end-start,…]. */
export function rows(a: Tensor, start: number, end: number): Tensor {
  const count = a.shape[0] ?? 0
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= count)) {
    throw new Error(`rows: ${start}…${end} is not inside the ${count} rows of ${showShape(a.shape)}`)
  }
  const size = a.data.length / count
  return { shape: [end - start, ...a.shape.slice(1)], data: a.data.slice(start * size, end * size) }
}

/** The whole batch again and again: [B,…] → [B·times,…] in the order 0…B-1, 0…B-1, … */
export function repeat(a: Tensor, times: number): Tensor {
  if (!Number.isInteger(times) || times < 1) throw new Error(`repeat: expected a count from 1 up, got ${times}`)
  return concat(new Array<Tensor>(times).fill(a))
}
