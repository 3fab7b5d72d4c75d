/** An RRDBNet, the network of ESRGAN and Real-ESRGAN. */
export type RrdbConfig = {
  readonly architecture: 'RRDBNet'
  /** Sides of the output ÷ those of the input. */
  readonly scale: number
  readonly features: number
  /** Channels that each layer of a dense block adds. */
  readonly growth: number
  readonly blocks: number
  /** The first layer sees squares of so many pixels a side as one. */
  readonly unshuffle: number
  /** Layers that double the size at the end. */
  readonly doublings: number
}

/** An SRVGGNetCompact, Real-ESRGAN's small network. */
export type CompactConfig = {
  readonly architecture: 'SRVGGNetCompact'
  readonly scale: number
  readonly features: number
  /** Convolutions between the first and the last. */
  readonly blocks: number
}

export type UpscalerConfig = RrdbConfig | CompactConfig

/** For people, such as `RRDBNet ×4, features 64, blocks 23`. */
export const upscalerLabel = ({ architecture, scale, features, blocks }: UpscalerConfig): string =>
  `${architecture} ×${scale}, features ${features}, ${architecture === 'RRDBNet' ? 'blocks' : 'inner layers'} ${blocks}`
