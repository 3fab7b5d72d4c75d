import type { NodeSpec, Workflow } from '@loom/protocol'

const port = (name: string, type: string) => ({ name, label: name, type, optional: false })
const blank = { version: 1, category: 'Test', description: '', keywords: [], params: [], terminal: false }

/** Small declarations and documents that the tests of this folder share. */
export const loader: NodeSpec = {
  ...blank,
  type: 'Loader',
  title: 'Loader',
  inputs: [],
  outputs: [port('model', 'model'), port('vae', 'vae')],
  shows: 'nothing',
}
export const encode: NodeSpec = {
  ...blank,
  type: 'Encode',
  title: 'Encode text',
  keywords: ['prompt'],
  inputs: [port('model', 'model')],
  params: [{ kind: 'text', name: 'text', label: 'Text', socket: 'string', default: '', multiline: true }],
  outputs: [port('conditioning', 'conditioning')],
  shows: 'nothing',
}
export const sampler: NodeSpec = {
  ...blank,
  type: 'Sampler',
  title: 'Sampler',
  inputs: [port('model', 'model'), port('positive', 'conditioning'), port('latent', 'latent')],
  params: [{ kind: 'seed', name: 'seed', label: 'Seed', socket: 'number', default: 0 }],
  outputs: [port('latent', 'latent')],
  shows: 'preview',
}
export const specs = new Map([loader, encode, sampler].map((spec) => [spec.type, spec]))

export const chain: Workflow = {
  format: 'latent-loom/workflow',
  version: 1,
  name: 'Chain',
  nodes: {
    checkpoint: { type: 'Loader', inputs: {}, at: [0, 0] },
    prompt: { type: 'Encode', inputs: { model: { from: ['checkpoint', 'model'] }, text: 'a rat' }, at: [300, 0] },
  },
}
