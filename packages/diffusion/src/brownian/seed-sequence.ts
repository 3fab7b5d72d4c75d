/** The words of a whole number, 32 bits each, lowest first. */
function wordsOf(value: bigint): number[] {
  const words = [Number(BigInt.asUintN(32, value))]
  for (let rest = value >> 32n; rest > 0n; rest >>= 32n) words.push(Number(BigInt.asUintN(32, rest)))
  return words
}

/** O'Neill's seed_seq_fe hash: a constant that moves on at every use. */
function hasher(start: number, step: number): (value: number) => number {
  let constant = start
  return (value) => {
    const mixed = value ^ constant
    constant = Math.imul(constant, step)
    const product = Math.imul(mixed, constant)
    return (product ^ (product >>> 16)) >>> 0
  }
}

function mix(x: number, y: number): number {
  const difference = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)
  return (difference ^ (difference >>> 16)) >>> 0
}

/**
 * `numpy.random.SeedSequence(entropy, spawn_key=…, pool_size=…).generate_state(count)`: well-mixed seeds of 32 bits from one
 * seed and a place in a tree. numpy, random/bit_generator.pyx
 */
export function seedSequence(
  entropy: bigint,
  spawnKey: readonly bigint[],
  poolSize: number,
  count: number,
): readonly number[] {
  const words = wordsOf(entropy)
  while (spawnKey.length > 0 && words.length < poolSize) words.push(0)
  words.push(...spawnKey.flatMap(wordsOf))
  const hash = hasher(0x43b0d7e5, 0x931e8875)
  const pool = Array.from({ length: poolSize }, (_, i) => hash(words[i] ?? 0))
  for (let source = 0; source < poolSize; source++)
    for (let i = 0; i < poolSize; i++) if (i !== source) pool[i] = mix(pool[i]!, hash(pool[source]!))
  for (const word of words.slice(poolSize)) for (let i = 0; i < poolSize; i++) pool[i] = mix(pool[i]!, hash(word))
  const output = hasher(0x8b51f9dd, 0x58f38ded)
  return Array.from({ length: count }, (_, i) => output(pool[i % poolSize]!))
}
