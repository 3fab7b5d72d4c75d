export * from './attention-edits'
export { guidanceBatch, guide, rescaleGuidance, usesNegative } from './guidance'
export { inpainting } from './inpainting'
export { invertDdim, invertEditFriendly, type Trajectory } from './inversion'
export { batchNoise, gaussian } from './noise'
export { denoisedFrom, denoiser, type ModelInput, modelInput, type Unet } from './prediction'
export {
  type BracketRule,
  bracketRules,
  chunksOf,
  emphasised,
  type Prompt,
  padded,
  promptOf,
  readBrackets,
  type Sentence,
  spokenLength,
} from './prompt'
export type { Denoise, Draw, Noise, Sampler, Step } from './sampler'
export { type SamplerName, samplerLabels, samplers } from './samplers'
export { samplerCalls, windowCalls } from './samplers/calls'
export { noiseLevels, type SpacingName, spacingLabels, stretchOf } from './spacing'
export { startingPoint } from './start'
export { stepNoise } from './step-noise'
export {
  clipTokenizer,
  createTokenizer,
  type Encoding,
  type Token,
  type Tokenizer,
  type TokenizerFiles,
} from './tokenizer'
export {
  type Prediction,
  type SchedulerConfig,
  stableDiffusion,
  type TrainingSchedule,
  trainingSchedule,
  withZeroTerminalSnr,
} from './training-schedule'
