export * from './attention-edits'
export { guidanceBatch, guide, usesNegative } from './guidance'
export { invertDdim, invertEditFriendly, type Trajectory } from './inversion'
export { gaussian } from './noise'
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
export type { Denoise, Noise, Sampler, Step } from './sampler'
export { type SamplerName, samplerLabels, samplers } from './samplers'
export { noiseLevels, type Spacing, type SpacingName, spacingLabels, spacings } from './spacing'
export { startingPoint } from './start'
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
} from './training-schedule'
