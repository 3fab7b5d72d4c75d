/** Bytes of the typed arrays and strings within a value; what they are wrapped in counts little and is not counted. */
export function sizeOf(value: unknown): number {
  let bytes = 0
  const seen = new Set<object>()
  const rest: unknown[] = [value]
  while (rest.length > 0) {
    const next = rest.pop()
    if (typeof next === 'string') bytes += 2 * next.length
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    if (ArrayBuffer.isView(next)) bytes += next.byteLength
    else if (Array.isArray(next) || Object.getPrototypeOf(next) === Object.prototype) rest.push(...Object.values(next))
  }
  return bytes
}
