/**
 * A random step between two levels goes down too far, then noise `up` is added; both together reach `to` as the diffusion
 * process itself would backwards. `get_ancestral_step` of k-diffusion with η = 1.
 */
export function ancestralStep(from: number, to: number): { down: number; up: number } {
  return { down: to ** 2 / from, up: to * Math.sqrt(1 - (to / from) ** 2) }
}
