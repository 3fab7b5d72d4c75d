import { evenly, type Spacing } from './spacing'

/** Even in the arc tangent of sigma. Sabour et al. 2024, §3 for Gaussian data; arXiv:2404.14507. As ComfyUI's `kl_optimal`. */
export const klOptimal: Spacing = ({ sigmaMin, sigmaMax }, steps) => {
  return [...evenly(Math.atan(sigmaMax), Math.atan(sigmaMin), steps).map(Math.tan), 0]
}
