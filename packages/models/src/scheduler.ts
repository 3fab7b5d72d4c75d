import { Fields } from './fields'

/** What a model says about the noise it was trained on. Names are those of diffusers' scheduler_config.json. */
export type SchedulerConfig = {
  readonly num_train_timesteps: number
  readonly beta_start: number
  readonly beta_end: number
  readonly beta_schedule: 'linear' | 'scaled_linear' | 'squaredcos_cap_v2'
  readonly trained_betas?: readonly number[]
  readonly prediction_type: 'epsilon' | 'v_prediction' | 'sample'
  readonly rescale_betas_zero_snr: boolean
  readonly timestep_spacing: 'leading' | 'linspace' | 'trailing'
  readonly steps_offset: number
  readonly set_alpha_to_one: boolean
  readonly clip_sample: boolean
}

/** Reads scheduler_config.json. Other fields choose a sampler, which is the workflow's to choose. */
export function schedulerConfig(file: string, json: unknown): SchedulerConfig {
  const fields = new Fields(file, json)
  const betas = fields.optionalNumbers('trained_betas')
  return {
    num_train_timesteps: fields.int('num_train_timesteps', 1000),
    beta_start: fields.number('beta_start', 0.00085),
    beta_end: fields.number('beta_end', 0.012),
    beta_schedule: fields.choice('beta_schedule', ['linear', 'scaled_linear', 'squaredcos_cap_v2'], 'scaled_linear'),
    ...(betas && { trained_betas: betas }),
    prediction_type: fields.choice('prediction_type', ['epsilon', 'v_prediction', 'sample'], 'epsilon'),
    rescale_betas_zero_snr: fields.bool('rescale_betas_zero_snr', false),
    timestep_spacing: fields.choice('timestep_spacing', ['leading', 'linspace', 'trailing'], 'leading'),
    steps_offset: fields.number('steps_offset', 0),
    set_alpha_to_one: fields.bool('set_alpha_to_one', true),
    clip_sample: fields.bool('clip_sample', false),
  }
}
