import { blend, type Tensor } from '@loom/tensor'

/** dx/dσ of the way from noise to image, the noise in x: (x − x0) / σ. Karras et al. 2022, eq. 3; arXiv:2206.00364 */
export const slope = (x: Tensor, denoised: Tensor, sigma: number): Tensor => blend(x, 1 / sigma, denoised, -1 / sigma)
