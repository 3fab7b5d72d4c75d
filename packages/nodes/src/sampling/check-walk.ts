import { InputError } from '@loom/runtime'
import type { Tensor } from '@loom/tensor'
import type { Control } from '../attention/control'
import type { Conditioning, Model, Schedule } from '../values'
import { checkInversion, type Inversion } from './inverted'

type Walk = {
  readonly model: Model
  readonly schedule: Schedule
  readonly positive: Conditioning
  readonly negative: Conditioning
  /** [B,C,h,w] */
  readonly latent: Tensor
  readonly control?: Control | undefined
  readonly inversion?: Inversion | undefined
  readonly guideFrom: number
  readonly guideUntil: number
  readonly reuseEvery: number
  readonly reuseDepth: number
  readonly startStep: number
  readonly endStep: number
}

/** Refuses a walk whose inputs do not belong together, at the input that is to be changed. */
export function checkWalk(walk: Walk): void {
  checkModels(walk)
  const { schedule, positive, latent, control, inversion, guideFrom, guideUntil, startStep, endStep } = walk
  if (control && control.source.text !== positive.prompt.text)
    throw new InputError('control', `it edits "${control.source.text}", but positive is "${positive.prompt.text}"`)
  if (inversion) checkInversion(inversion, schedule, latent)
  if (inversion && (startStep > 0 || endStep < schedule.sigmas.length - 1))
    throw new InputError(startStep > 0 ? 'startStep' : 'endStep', 'an inversion is walked back as a whole')
  if (guideFrom > guideUntil)
    throw new InputError('guideUntil', `it ends at ${guideUntil}, before its start at ${guideFrom}`)
  const { layersUp } = walk.model.loaded
  if (walk.reuseEvery > 1 && walk.reuseDepth > layersUp)
    throw new InputError('reuseDepth', `this model has ${layersUp} layers on its way up`)
  if (startStep >= endStep) throw new InputError('endStep', `it ends at ${endStep}, before its start at ${startStep}`)
}

/** Texts hang on the text encoder alone, an inversion on the whole model. */
function checkModels({ model: { loaded }, positive, negative, control, inversion }: Walk): void {
  const texts = { positive, negative, control }
  for (const [input, made] of Object.entries(texts))
    if (made && made.modelId !== loaded.textId) throw new InputError(input, OTHER_MODEL)
  if (inversion && inversion.modelId !== loaded.id) throw new InputError('inversion', OTHER_MODEL)
}

const OTHER_MODEL = 'this was made with another model'
