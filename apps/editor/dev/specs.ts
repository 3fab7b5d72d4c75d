import type { NodeSpec } from '@loom/protocol'

/** Declarations like those of the real core nodes, for working on the page without the rest. */
const input = (name: string, type: string, optional = false) => ({ name, label: label(name), type, optional })
const output = (name: string, type = name) => ({ name, label: label(name), type })
const label = (name: string) => name[0]!.toUpperCase() + name.slice(1)
const number = (name: string, value: number, min: number, max: number, step: number) => ({
  kind: 'number' as const,
  name,
  label: label(name),
  socket: 'number',
  default: value,
  min,
  max,
  step,
  integer: Number.isInteger(step),
})
const choice = (name: string, options: string[]) => ({
  kind: 'choice' as const,
  name,
  label: label(name),
  socket: 'text',
  default: options[0]!,
  options: options.map((value) => ({ value, label: value })),
})
const node = (type: string, title: string, category: string, more: Partial<NodeSpec>): NodeSpec => ({
  type,
  version: 1,
  title,
  category,
  description: `${title}, as the fake server declares it.`,
  keywords: [],
  inputs: [],
  params: [],
  outputs: [],
  terminal: false,
  shows: 'nothing',
  ...more,
})

export const specs: NodeSpec[] = [
  node('CheckpointLoader', 'Checkpoint', 'Model', {
    keywords: ['load', 'model'],
    params: [{ ...choice('checkpoint', ['storybook']), source: 'models' }],
    outputs: [output('model'), output('vae')],
  }),
  node('TextEncode', 'Prompt', 'Model', {
    keywords: ['text', 'clip'],
    inputs: [input('model', 'model')],
    params: [
      {
        kind: 'text',
        name: 'text',
        label: 'Text',
        socket: 'text',
        default: '',
        multiline: true,
        placeholder: 'What to paint',
      },
      { kind: 'text', name: 'weights', label: 'Word weights', socket: 'text', default: '', multiline: false },
    ],
    outputs: [output('conditioning')],
  }),
  node('Text', 'Text', 'Model', {
    params: [{ kind: 'text', name: 'text', label: 'Text', socket: 'text', default: '', multiline: true }],
    outputs: [output('text')],
  }),
  node('EmptyLatent', 'Empty latent', 'Latent', {
    params: [number('width', 128, 64, 2048, 8), number('height', 128, 64, 2048, 8), number('batch', 1, 1, 16, 1)],
    outputs: [output('latent')],
  }),
  node('Scheduler', 'Schedule', 'Sampling', {
    inputs: [input('model', 'model')],
    params: [
      choice('sampler', ['euler', 'euler-ancestral', 'ddim', 'dpmpp-2m']),
      choice('spacing', ['karras', 'linear']),
      number('steps', 20, 1, 150, 1),
      number('denoise', 1, 0, 1, 0.05),
    ],
    outputs: [output('schedule')],
  }),
  node('UNetStep', 'UNet steps', 'Sampling', {
    keywords: ['sampler', 'ksampler'],
    inputs: [
      input('model', 'model'),
      input('schedule', 'schedule'),
      input('positive', 'conditioning'),
      input('negative', 'conditioning'),
      input('latent', 'latent'),
      input('control', 'attention-control', true),
    ],
    params: [
      number('guidance', 7.5, 1, 30, 0.5),
      { kind: 'seed', name: 'seed', label: 'Seed', socket: 'number', default: 0 },
    ],
    outputs: [output('latent')],
    shows: 'preview',
  }),
  node('VAEDecode', 'Decode', 'Latent', {
    inputs: [input('vae', 'vae'), input('latent', 'latent')],
    outputs: [output('image')],
  }),
  node('VAEEncode', 'Encode', 'Latent', {
    inputs: [input('vae', 'vae'), input('image', 'image')],
    outputs: [output('latent')],
  }),
  node('LoadImage', 'Load image', 'Image', {
    params: [{ kind: 'image', name: 'image', label: 'Image', socket: 'text', default: '' }],
    outputs: [output('image')],
  }),
  node('Upscale', 'Upscale', 'Image', {
    inputs: [input('image', 'image')],
    params: [number('factor', 2, 1, 4, 1)],
    outputs: [output('image')],
  }),
  node('SaveImage', 'Save image', 'Image', {
    inputs: [input('image', 'image')],
    params: [
      { kind: 'text', name: 'name', label: 'Name', socket: 'text', default: 'picture', multiline: false },
      { kind: 'boolean', name: 'metadata', label: 'Workflow', socket: 'boolean', default: true },
    ],
    terminal: true,
    shows: 'images',
  }),
  node('PreviewImage', 'Preview image', 'Image', {
    inputs: [input('image', 'image')],
    terminal: true,
    shows: 'images',
  }),
]
