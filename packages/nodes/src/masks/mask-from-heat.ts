import { defineNode, InputError, param } from '@loom/runtime'
import { map, max, rows } from '@loom/tensor'
import * as ports from '../ports'

export const maskFromHeat = defineNode({
  type: 'MaskFromHeat',
  version: 1,
  title: 'Mask from heat',
  category: 'mask',
  description: 'Where a word made the picture: its heat from AttentionMaps, from a part of its maximum on.',
  keywords: ['inpaint', 'attention', 'word', 'segment'],
  inputs: { heat: ports.heat },
  params: {
    word: param.text({ placeholder: 'the first', description: 'As AttentionMaps names it' }),
    threshold: param.number({ default: 0.4, min: 0, max: 1, step: 0.05, description: 'Part of the highest heat' }),
  },
  outputs: { mask: ports.mask },

  run({ heat: { words, maps }, word, threshold }) {
    const wanted = word.trim()
    const index = wanted === '' ? 0 : words.indexOf(wanted)
    if (index < 0) throw new InputError('word', `there is no heat of "${wanted}"; there is of ${words.join(', ')}`)
    const heat = rows(maps, index, index + 1)
    const top = max(heat)
    return { mask: map(heat, (value) => (top > 0 && value >= threshold * top ? 1 : 0)) }
  },
})
