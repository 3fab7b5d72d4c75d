import { type Prompt, wordPositions } from '@loom/diffusion'
import { defineNode, InputError, optional, param } from '@loom/runtime'
import { concat, type Tensor } from '@loom/tensor'
import { contactSheet } from '../images/contact-sheet'
import { storePicture } from '../images/write-images'
import * as ports from '../ports'
import { type Choice, wordHeat } from './heat'
import { heatPicture } from './heat-picture'
import { sheetKinds, sheetLooks } from './heat-sheet'
import { wordList } from './word-values'

/** Pictures on a sheet, at most. */
const MOST_LOOKS = 1000
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu

/** The words to look at: those named, or all of the sentence, repeated ones by number. */
function wordsOf(prompt: Prompt, named: string): string[] {
  if (named.trim() !== '') return wordList(named)
  const seen = new Map<string, number>()
  const all = (prompt.text.match(WORD) ?? []).map((word) => word.toLowerCase())
  return all.map((word) => {
    const count = (seen.get(word) ?? 0) + 1
    seen.set(word, count)
    return all.indexOf(word) === all.lastIndexOf(word) ? word : `${word}#${count}`
  })
}

export const attentionMaps = defineNode({
  type: 'AttentionMaps',
  version: 1,
  title: 'Attention maps',
  category: 'attention',
  description:
    'Shows which word made which pixels: a heat map for every word, over the picture when one is connected, and all of them on one sheet.',
  keywords: ['heat', 'daam', 'cross-attention', 'words', 'explain'],
  inputs: { attention: ports.attention, image: optional(ports.image) },
  params: {
    words: param.text({
      placeholder: 'all words',
      description: 'Words to look at, with commas between; empty for all',
    }),
    picture: param.integer({ default: 0, min: 0, max: 63, description: '0 the source, 1 its first edit, …' }),
    stage: param.choice({
      default: 'all',
      options: { all: 'All', down: 'Going down', mid: 'Middle', up: 'Coming up' },
      label: 'Layers',
      advanced: true,
    }),
    scale: param.choice({
      default: '0',
      options: { '0': 'All', '1': 'Fine', '2': 'Half', '4': 'Quarter', '8': 'Eighth' },
      label: 'Map size',
      advanced: true,
    }),
    step: param.integer({
      default: 0,
      min: 0,
      max: 1000,
      description: 'One call of the UNet, from 1; 0 for the mean of all',
      advanced: true,
    }),
    by: param.choice({ default: 'words', options: sheetKinds, label: 'Sheet by' }),
  },
  outputs: { image: ports.image, heat: ports.heat, sheet: ports.image },
  onDemand: ['sheet'],
  terminal: true,
  shows: 'images',

  async run({ attention, image, words, picture, stage, scale, step, by }, context) {
    const prompt = attention.prompts[picture]
    if (!prompt) throw new InputError('picture', `there are ${attention.prompts.length} pictures, counted from 0`)
    if (step > attention.calls.length)
      throw new InputError('step', `the run made ${attention.calls.length} calls of the UNet`)
    const behind = image && pictureBehind(image, picture)
    const [height, width] = behind ? [behind.shape[2]!, behind.shape[3]!] : [attention.height, attention.width]
    const names = wordsOf(prompt, words)
    if (names.length === 0) throw new InputError('words', `"${prompt.text}" has no words to look at`)
    const choice: Choice = { stage, scale: Number(scale), call: step }
    const heats: Tensor[] = []
    const pictures: Tensor[] = []
    for (const word of names) {
      const heat = heatOf(word, choice)
      heats.push(heat)
      pictures.push(painted(heat))
      await storePicture(pictures.at(-1)!, 0, word.replaceAll(/[^\p{L}\p{N}#' -]/gu, ''), context)
    }
    const sheet = context.wants('sheet') ? await sheetOf() : undefined
    return { image: concat(pictures), heat: { words: names, maps: concat(heats) }, sheet }

    function painted(heat: Tensor): Tensor {
      return heatPicture(heat, height, width, behind?.data)
    }

    function sheetOf(): Promise<Tensor> {
      const rows = sheetLooks(by, names, attention, choice)
      const count = rows.flat().length
      if (count > MOST_LOOKS)
        throw new InputError(
          'by',
          `a sheet holds up to ${MOST_LOOKS} pictures, this one has ${count}: name fewer words`,
        )
      return contactSheet(
        rows.map((row) =>
          row.map(({ word, caption, choice }) => ({ caption, paint: () => painted(heatOf(word, choice)) })),
        ),
      )
    }

    function heatOf(word: string, choice: Choice): Tensor {
      try {
        return wordHeat(attention, picture, wordPositions(prompt!, word), choice)
      } catch (error) {
        throw new InputError('words', (error as Error).message)
      }
    }
  },
})

/** Row `picture` of a batch [B,3,H,W], or the only one there is. */
function pictureBehind({ shape, data }: Tensor, picture: number): Tensor {
  const [B, , H, W] = shape as [number, number, number, number]
  const row = Math.min(picture, B - 1)
  return { shape: [1, 3, H, W], data: data.subarray(row * 3 * H * W, (row + 1) * 3 * H * W) }
}
