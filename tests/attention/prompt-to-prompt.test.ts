import type { Tensor } from '@loom/tensor'
import { describe, expect, it } from 'vitest'
import { type Inputs, paintEdits } from '../support/prompt-to-prompt'

const SOURCE = 'a cat on a bumpy road'
const paint = (edits: readonly Inputs[], options: Omit<Parameters<typeof paintEdits>[0], 'source' | 'edits'> = {}) =>
  paintEdits({ source: SOURCE, edits, ...options })

const row = ({ shape, data }: Tensor, r: number) =>
  data.subarray((r * data.length) / shape[0]!, ((r + 1) * data.length) / shape[0]!)
const worst = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
const EDITED = 'a dog on a bumpy road'
const everywhere = { cross: 1, self: 1, layers: 'all' }

describe('Prompt-to-Prompt', () => {
  it('leaves the source row as it is without edits', async () => {
    const [plain, edited] = [await paint([]), await paint([{ edited: EDITED }, { edited: 'a cat on a road' }])]
    const largest = plain.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(worst(row(edited, 0), row(plain, 0)) / largest).toBeLessThan(1e-4)
  })

  it('gives the source again for the same sentence', async () => {
    const x = await paint([{ edited: SOURCE, ...everywhere }])
    expect(worst(row(x, 1), row(x, 0))).toBeLessThan(1e-4)
  })

  it('paints independently outside of its windows, whatever the weights', async () => {
    const x = await paint([{ edited: EDITED, cross: 0, self: 0, weights: 'dog: 9' }])
    const other = await paint([{ edited: SOURCE, cross: 0, self: 0 }])
    expect(worst(row(x, 0), row(other, 1))).toBeLessThan(1e-4)
    const alone = await paint([{ edited: EDITED, cross: 0, self: 0 }])
    expect(worst(row(x, 1), row(alone, 1))).toBeLessThan(1e-4)
  })

  it('changes no row by the rows after it', async () => {
    const one = await paint([{ edited: EDITED }])
    const two = await paint([{ edited: EDITED }, { edited: SOURCE, weights: 'bumpy: 4' }])
    expect(worst(row(two, 1), row(one, 1))).toBeLessThan(1e-4)
    expect(worst(row(two, 2), row(two, 0))).toBeGreaterThan(1e-3)
  })

  it('holds for other samplers, without guidance, and for sizes that are not square', async () => {
    const variants = [
      { scheduler: { sampler: 'euler_ancestral' } },
      { scheduler: { sampler: 'dpmpp_2m' } },
      { steps: { guidance: 1 } },
      { size: { width: 104 } },
      { size: { batch: 2 } },
    ]
    for (const options of variants) {
      const x = await paint([{ edited: SOURCE, ...everywhere }, { edited: EDITED }], options)
      expect(worst(row(x, 1), row(x, 0))).toBeLessThan(1e-4)
      expect(worst(row(x, 2), row(x, 0))).toBeGreaterThan(1e-3)
    }
  })

  it('changes nothing outside of a blend’s words, here nothing at all', async () => {
    const x = await paint([{ edited: EDITED, blend: 'dog, cat', threshold: 1, start: 0 }])
    expect(worst(row(x, 1), row(x, 0))).toBeLessThan(1e-6)
  })

  it('reads brackets of an edited sentence as those of its source', async () => {
    const weighed = 'a (cat:1.5) on a road'
    const rows = await paintEdits({ source: weighed, edits: [{ edited: weighed, ...everywhere }] })
    expect(worst(row(rows, 1), row(rows, 0))).toBeLessThan(1e-4)
    const plain = await paintEdits({ source: 'a cat on a road', edits: [] })
    expect(worst(row(rows, 0), row(plain, 0))).toBeGreaterThan(1e-3)
  })

  it('edits sentences that are longer than the text encoder takes at once', async () => {
    const tail = ' with a bird'.repeat(30)
    const long = (text: string) => ({ source: text + tail, size: { width: 64 } })
    const same = await paintEdits({
      ...long(SOURCE),
      edits: [{ edited: SOURCE + tail, ...everywhere }, { edited: EDITED }],
    })
    expect(worst(row(same, 1), row(same, 0))).toBeLessThan(1e-4)
    expect(worst(row(same, 2), row(same, 0))).toBeGreaterThan(1e-3)
    const weighed = await paintEdits({
      ...long(SOURCE),
      edits: [{ edited: SOURCE + tail, weights: 'bird#30: 5', kind: 'reweight' }],
    })
    expect(worst(row(weighed, 1), row(weighed, 0))).toBeGreaterThan(1e-3)
  })

  it.each(['MasaControl', 'PlugAndPlay'])(
    '%s gives the source again for the same sentence, and leaves the source alone',
    async (type) => {
      const x = await paint([{ edited: SOURCE }, { edited: EDITED }], { type })
      const plain = await paint([])
      expect(worst(row(x, 0), row(plain, 0))).toBeLessThan(1e-4)
      expect(worst(row(x, 1), row(x, 0))).toBeLessThan(1e-4)
      const free = await paint([{ edited: EDITED, cross: 0, self: 0 }])
      expect(worst(row(x, 2), row(free, 1))).toBeGreaterThan(1e-2)
    },
  )

  it.each([
    [{ edited: '' }, 'edit1: write the sentence to edit towards'],
    [
      { edited: 'a dog', kind: 'replace' },
      'edit1: replace needs as many words in both sentences, got 6 in "a cat on a bumpy road" and 2 in "a dog"; refine takes any two',
    ],
    [
      { edited: EDITED, weights: 'bird: 2' },
      'edit1: there is no "bird" in "a dog on a bumpy road"; its words are a, dog, on, bumpy, road',
    ],
    [{ edited: EDITED, weights: 'dog: NaN' }, 'edit1: the weight of "dog" is "NaN"; expected a number'],
    [{ edited: EDITED, weights: 'dog' }, 'edit1: expected "word: value", got "dog"'],
    [
      { edited: EDITED, windows: 'dog: 0.2-1.4' },
      'edit1: the window of "dog" is "0.2-1.4"; expected an end or from-to within 0 and 1',
    ],
    [
      { edited: EDITED, blend: 'bird' },
      'edit1: there is no "bird" in "a dog on a bumpy road"; its words are a, dog, on, bumpy, road',
    ],
    [
      { edited: EDITED, kind: 'reweight' },
      'edit1: to weigh words only, leave the sentence as the source has it; another kind takes other words',
    ],
    [{ edited: 'a dog '.repeat(700) }, 'edit1: the text has 1400 tokens; up to 1200 are taken'],
  ])('says what is wrong with %j', async (inputs, message) => {
    await expect(paint([inputs])).rejects.toThrow(message)
  })
})
