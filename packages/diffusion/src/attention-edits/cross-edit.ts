import type { Mapper } from './mapper'

/**
 * What the UNet graph takes for one edited row at one call: A' = A_source·mapped + A_own·diag(own).
 * mapped [tokens,tokens], source position first; own [tokens].
 */
export type CrossEdit = { readonly mapped: Float32Array; readonly own: Float32Array }

/**
 * Replace, refine, reweight and their combinations in one form: mapped[w,n] = α·c·a·M, own[n] = α·c·(1−a) + 1 − α with
 * α the window [tokens], c the weights [tokens], a and M the mapper's `keep` and `map`. Follows from the edit classes of
 * Hertz et al. 2022 by collecting the terms of A_source and A_own.
 */
export function crossEdit({ tokens, map, keep }: Mapper, weights: Float32Array, alpha: Float32Array): CrossEdit {
  const mapped = new Float32Array(tokens * tokens)
  const own = new Float32Array(tokens)
  for (let n = 0; n < tokens; n++) {
    const scale = alpha[n]! * weights[n]!
    own[n] = scale * (1 - keep[n]!) + 1 - alpha[n]!
    const kept = scale * keep[n]!
    if (kept === 0) continue
    for (let w = 0; w < tokens; w++) mapped[w * tokens + n] = kept * map[w * tokens + n]!
  }
  return { mapped, own }
}
