/** Matsumoto and Nishimura's MT19937, the generator behind torch on CPU: every call gives the next 32 bits. */
export function mersenneTwister(seed: number): () => number {
  const N = 624
  const state = new Uint32Array(N)
  state[0] = seed
  for (let i = 1; i < N; i++) {
    const last = state[i - 1]!
    state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i
  }
  let next = N

  const refill = () => {
    for (let i = 0; i < N; i++) {
      const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff)
      state[i] = state[(i + 397) % N]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0)
    }
    next = 0
  }

  return () => {
    if (next === N) refill()
    let y = state[next++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}
