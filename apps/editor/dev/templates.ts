import type { Template, WorkflowNode } from '@loom/protocol'

const link = (node: string, output: string) => ({ from: [node, output] as [string, string] })
const node = (
  type: string,
  at: [number, number],
  inputs: WorkflowNode['inputs'] = {},
  title?: string,
): WorkflowNode => ({
  type,
  at,
  inputs,
  ...(title && { title }),
})

export const templates: Template[] = [
  {
    id: 'text-to-image',
    workflow: {
      format: 'latent-loom/workflow',
      version: 1,
      name: 'Text to image',
      description: 'A sentence becomes a picture.',
      nodes: {
        checkpoint: node('CheckpointLoader', [0, 0], { checkpoint: 'storybook' }),
        prompt: node('TextEncode', [330, -170], {
          model: link('checkpoint', 'model'),
          text: 'a rat cooking in an apartment',
        }),
        negative: node('TextEncode', [330, 100], { model: link('checkpoint', 'model'), text: '' }, 'Negative prompt'),
        schedule: node('Scheduler', [330, 330], { model: link('checkpoint', 'model'), steps: 20 }),
        latent: node('EmptyLatent', [0, 180]),
        steps: node('UNetStep', [690, 0], {
          model: link('checkpoint', 'model'),
          schedule: link('schedule', 'schedule'),
          positive: link('prompt', 'conditioning'),
          negative: link('negative', 'conditioning'),
          latent: link('latent', 'latent'),
          seed: 7,
        }),
        decode: node('VAEDecode', [1020, 0], { vae: link('checkpoint', 'vae'), latent: link('steps', 'latent') }),
        save: node('SaveImage', [1020, 130], { image: link('decode', 'image') }),
      },
    },
  },
  {
    id: 'empty-start',
    workflow: {
      format: 'latent-loom/workflow',
      version: 1,
      name: 'Loader only',
      nodes: { checkpoint: node('CheckpointLoader', [0, 0]) },
    },
  },
]
