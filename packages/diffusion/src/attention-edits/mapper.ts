/**
 * How a source row's attention becomes an edited row's: new[p,n] = keep[n]·Σ_w source[p,w]·map[w,n] + (1 − keep[n])·own[p,n]
 * for pixels p and tokens w, n. `map` is [tokens,tokens], source position first; `keep` is [tokens], 0…1.
 */
export type Mapper = { readonly tokens: number; readonly map: Float32Array; readonly keep: Float32Array }

export function emptyMap(tokens: number): Float32Array {
  return new Float32Array(tokens * tokens)
}

/** Every token reads its own position: for one prompt whose words are only weighed. */
export function identityMapper(tokens: number): Mapper {
  const map = emptyMap(tokens)
  for (let n = 0; n < tokens; n++) map[n * tokens + n] = 1
  return { tokens, map, keep: new Float32Array(tokens).fill(1) }
}

/** The same mapper for more tokens; those added read their own positions. */
export function extendMapper(mapper: Mapper, tokens: number): Mapper {
  if (mapper.tokens === tokens) return mapper
  const { map, keep } = identityMapper(tokens)
  for (let w = 0; w < mapper.tokens; w++)
    map.set(mapper.map.subarray(w * mapper.tokens, (w + 1) * mapper.tokens), w * tokens)
  keep.set(mapper.keep)
  return { tokens, map, keep }
}
