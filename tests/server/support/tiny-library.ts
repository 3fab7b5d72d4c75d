import { defineNode, InputError, nodeLibrary, param, port } from '@loom/runtime'
import sharp from 'sharp'

// Node types for tests of the server: no model, every way of behaving.

const text = port<string>('text')
const number = port<number>('number')
const color = (index: number) => new Uint8Array(8 * 8 * 3).fill(index % 256)
const png = (index: number) =>
  sharp(color(index), { raw: { width: 8, height: 8, channels: 3 } })
    .png()
    .toBuffer()
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const words = defineNode({
  type: 'Words',
  version: 1,
  title: 'Words',
  params: { text: param.text({ default: 'hello' }) },
  outputs: { text },
  run: ({ text }) => ({ text }),
})

const add = defineNode({
  type: 'Add',
  version: 1,
  title: 'Add',
  params: {
    a: param.number({ default: 0, min: -1e9, max: 1e9 }),
    b: param.number({ default: 1, min: -1e9, max: 1e9 }),
  },
  outputs: { number },
  run: ({ a, b }) => ({ number: a + b }),
})

/** Walks steps, each with a preview. */
const steps = defineNode({
  type: 'Steps',
  version: 1,
  title: 'Steps',
  shows: 'preview',
  params: { steps: param.integer({ default: 5, min: 1, max: 10_000 }), seed: param.seed() },
  outputs: { number },
  async run({ steps, seed }, { progress, signal }) {
    for (let done = 1; done <= steps; done++) {
      await progress({ done, total: steps, preview: () => ({ width: 8, height: 8, rgb: color(seed + done) }) })
      await turn()
      signal.throwIfAborted()
    }
    return { number: seed }
  },
})

/** Goes on until it is cancelled; says something on stderr first. */
const wait = defineNode({
  type: 'Wait',
  version: 1,
  title: 'Wait',
  terminal: true,
  params: { seed: param.seed(), say: param.text() },
  async run({ seed, say }, { progress, signal }) {
    if (say) console.error(say)
    await progress({ done: 1, total: 2, preview: () => ({ width: 8, height: 8, rgb: color(seed) }) })
    signal.throwIfAborted()
    await new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    return {}
  },
})

/** Does not hear that it is cancelled. */
const stubborn = defineNode({
  type: 'Stubborn',
  version: 1,
  title: 'Stubborn',
  terminal: true,
  run: () => new Promise<never>(() => {}),
})

/** Holds its thread, as onnxruntime does. */
const busy = defineNode({
  type: 'Busy',
  version: 1,
  title: 'Busy',
  terminal: true,
  params: { ms: param.integer({ default: 300, min: 0, max: 60_000 }) },
  run({ ms }) {
    const end = performance.now() + ms
    while (performance.now() < end);
    return {}
  },
})

const crash = defineNode({
  type: 'Crash',
  version: 1,
  title: 'Crash',
  terminal: true,
  run: () => {
    process.kill(process.pid, 'SIGKILL')
    return new Promise<never>(() => {})
  },
})

const fail = defineNode({
  type: 'Fail',
  version: 1,
  title: 'Fail',
  terminal: true,
  params: { name: param.text() },
  run({ name }) {
    throw new InputError('name', `cannot use "${name}"`)
  },
})

const show = defineNode({
  type: 'Show',
  version: 1,
  title: 'Show',
  terminal: true,
  shows: 'images',
  inputs: { number },
  params: { count: param.integer({ default: 1, min: 1, max: 9 }) },
  async run({ number, count }, { assets, show }) {
    for (let index = 0; index < count; index++)
      show([await assets.write(await png(number + index), { width: 8, height: 8, name: 'picture.png' })])
    return {}
  },
})

const load = defineNode({
  type: 'Load',
  version: 1,
  title: 'Load',
  terminal: true,
  shows: 'images',
  params: { image: param.image() },
  async run({ image }, { assets, show }) {
    const bytes = await assets.read(image)
    show([await assets.write(bytes, { width: 8, height: 8, name: 'loaded.png' })])
    return {}
  },
})

export const library = nodeLibrary([words, add, steps, wait, stubborn, busy, crash, fail, show, load])
