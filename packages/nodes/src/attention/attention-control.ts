import {
  equalizer,
  identityMapper,
  type Mapper,
  type Prompt,
  refineMapper,
  replaceMapper,
  type Tail,
  wordPositions,
} from '@loom/diffusion'
import { defineNode, InputError, optional, param } from '@loom/runtime'
import * as ports from '../ports'
import { encodePrompt, lengthened } from '../text/encode-prompt'
import type { LocalBlend } from './control'
import { checkSource, controlWith } from './relative'
import { wordList, wordWeights, wordWindows } from './word-values'

const kinds = { auto: 'Find out', replace: 'Replace words', refine: 'Add words', reweight: 'Weigh words only' } as const
type Kind = keyof typeof kinds

/** Marks the input when what it says does not fit the sentences. */
function at<T>(input: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new InputError(input, (error as Error).message)
  }
}

/** Latent pixels a side of a map's pixel. */
const scales = { coarse: 'coarse', quarter: 4, half: 2, all: 1 } as const
const plainSelf = { take: 'qk', from: 0, stage: 'all', negative: false } as const

const countWords = (text: string) => text.split(/\s+/u).filter(Boolean).length

/** Replace where words only change, refine where some come or go, reweight where the sentence stays. */
function kindOf(kind: Kind, source: Prompt, edited: Prompt): Exclude<Kind, 'auto'> {
  if (kind !== 'auto') return kind
  if (source.text === edited.text) return 'reweight'
  return countWords(source.text) === countWords(edited.text) ? 'replace' : 'refine'
}

function mapperOf(kind: Kind, source: Prompt, edited: Prompt, tail: Tail): Mapper {
  switch (kindOf(kind, source, edited)) {
    case 'replace':
      return at('edited', () => replaceMapper(source, edited, tail))
    case 'refine':
      return refineMapper(source, edited)
    case 'reweight':
      if (source.text !== edited.text)
        throw new InputError(
          'edited',
          'to weigh words only, leave the sentence as the source has it; another kind takes other words',
        )
      return identityMapper(source.ids.length)
  }
}

/** A word's tokens in both sentences; it has to be in one of them. */
function inEither(words: readonly string[], source: Prompt, edited: Prompt): [number[], number[]] {
  const sides: [number[], number[]] = [[], []]
  for (const word of words) {
    const found = [source, edited].map((prompt) => {
      try {
        return wordPositions(prompt, word)
      } catch {
        return []
      }
    })
    if (found.every((positions) => positions.length === 0)) wordPositions(edited, word) // says what is there
    found.forEach((positions, side) => void sides[side]!.push(...positions))
  }
  return sides
}

export const attentionControl = defineNode({
  type: 'AttentionControl',
  version: 1,
  title: 'Attention control',
  category: 'attention',
  description:
    'Paints an edited sentence with the attention of the source, so that the composition stays: Prompt-to-Prompt. UNet steps then gives the source first and every edit after it.',
  keywords: ['prompt-to-prompt', 'p2p', 'edit', 'replace', 'refine', 'reweight', 'local blend'],
  inputs: {
    model: ports.model,
    source: ports.conditioning,
    after: optional(ports.attentionControl),
  },
  params: {
    edited: param.text({ multiline: true, label: 'Edited prompt', placeholder: 'the sentence with other words' }),
    kind: param.choice({ default: 'auto', options: kinds }),
    cross: param.number({
      default: 0.8,
      min: 0,
      max: 1,
      step: 0.05,
      label: 'Cross until',
      description: 'Part of the steps that use the source’s cross-attention',
    }),
    self: param.number({
      default: 0.4,
      min: 0,
      max: 1,
      step: 0.05,
      label: 'Self until',
      description: 'Part of the steps that use the source’s self-attention',
    }),
    layers: param.choice({
      default: 'coarse',
      options: {
        coarse: 'Coarse: a quarter of the latent, or 16 × 16',
        quarter: 'A quarter of the latent',
        half: 'Half of the latent',
        all: 'All',
      },
      label: 'Self layers',
      advanced: true,
    }),
    weights: param.text({ placeholder: 'bumpy: 3, cat: -1', label: 'Word weights' }),
    windows: param.text({
      placeholder: 'dog: 0.4, cat: 0.2-0.8',
      label: 'Word windows',
      description: 'Cross windows of single words',
      advanced: true,
    }),
    blend: param.text({
      placeholder: 'rat, dog',
      label: 'Change only',
      description: 'Outside of these words the source’s picture stays',
    }),
    keep: param.text({
      placeholder: 'apartment',
      label: 'But keep',
      advanced: true,
      description: 'Where these words are the source’s picture stays, too',
    }),
    threshold: param.number({ default: 0.3, min: 0, max: 1, step: 0.05, label: 'Blend threshold', advanced: true }),
    start: param.number({ default: 0.2, min: 0, max: 1, step: 0.05, label: 'Blend from', advanced: true }),
    tail: param.choice({
      default: 'google-exact',
      options: { 'google-exact': 'As published', aligned: 'Aligned' },
      label: 'Later words',
      advanced: true,
      description: 'What words after a swap of other length read',
    }),
  },
  outputs: { control: ports.attentionControl },

  async run({
    model,
    source,
    after,
    edited,
    kind,
    cross,
    self,
    layers,
    weights,
    windows,
    blend,
    keep,
    threshold,
    start,
    tail,
  }) {
    checkSource(model, source, after)
    if (edited.trim() === '') throw new InputError('edited', 'write the sentence to edit towards')
    const read = await encodePrompt(model, edited, 'edited', source.brackets)
    const length = Math.max(read.prompt.ids.length, source.prompt.ids.length)
    const conditioning = await lengthened(model, read, length)
    const { prompt } = conditioning
    const { prompt: original } = await lengthened(model, source, length)
    const mapper = mapperOf(kind, original, prompt, tail)
    const c = at('weights', () => equalizer(prompt, wordWeights(weights)))
    const words = at('windows', () => wordWindows(windows).filter(({ word }) => wordPositions(prompt, word)))
    const local: LocalBlend = {
      words: at('blend', () => inEither(wordList(blend), original, prompt)),
      without: at('keep', () => inEither(wordList(keep), original, prompt)),
      ...{ threshold, start },
    }
    return controlWith(after, source, {
      conditioning,
      base: 0,
      mapper,
      weights: c,
      cross: { all: [0, cross] as const, words },
      self: { ...plainSelf, window: [0, self] as const, scale: scales[layers] },
      ...(blend.trim() !== '' && { blend: local }),
    })
  },
})
