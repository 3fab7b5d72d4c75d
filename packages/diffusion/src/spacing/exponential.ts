import { evenly, type Spacing } from './spacing'

/** Every level the same part of the one before. As `get_sigmas_exponential` of k-diffusion. */
export const exponential: Spacing = ({ sigmaMin, sigmaMax }, steps) => {
  const logs = evenly(Math.log(sigmaMax), Math.log(sigmaMin), steps)
  return [...logs.map(Math.exp), 0]
}
