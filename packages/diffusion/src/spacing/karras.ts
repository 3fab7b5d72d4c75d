import { evenly, type Spacing } from './spacing'

const RHO = 7

/** Even in sigma^(1/7), so that the small levels get most steps. Karras et al. 2022, eq. 5; arXiv:2206.00364 */
export const karras: Spacing = ({ sigmaMin, sigmaMax }, steps) => {
  const roots = evenly(sigmaMax ** (1 / RHO), sigmaMin ** (1 / RHO), steps)
  return [...roots.map((root) => root ** RHO), 0]
}
