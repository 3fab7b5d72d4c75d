import type { Prompt } from '../prompt'
import { wordPositions } from './words'

/** A part of the way in fractions 0…1 of the UNet calls, first included, last not. */
export type Window = readonly [from: number, to: number]

export function checkWindow(name: string, [from, to]: Window): void {
  if (!(from >= 0 && to <= 1 && from <= to)) throw new Error(`${name}: expected 0 ≤ from ≤ to ≤ 1, got ${from}…${to}`)
}

/** When the cross-attention of the source is used: in general, and for words that differ. */
export type CrossWindow = {
  readonly all: Window
  readonly words?: readonly { readonly word: string; readonly window: Window }[]
}

/**
 * 0 or 1 per token [tokens] at UNet call `call` of `calls`. Bounds fall on whole numbers of calls + 1, as in
 * google/prompt-to-prompt, ptp_utils.py.
 */
export function crossAlpha(
  prompt: Prompt,
  { all, words = [] }: CrossWindow,
  call: number,
  calls: number,
): Float32Array {
  const inside = ([from, to]: Window) =>
    call >= Math.trunc(from * (calls + 1)) && call < Math.trunc(to * (calls + 1)) ? 1 : 0
  const alpha = new Float32Array(prompt.ids.length).fill(inside(all))
  for (const { word, window } of words)
    for (const position of wordPositions(prompt, word)) alpha[position] = inside(window)
  return alpha
}

/** Whether the source's self-attention is used at this call; bounds fall on whole numbers of calls. */
export function selfActive([from, to]: Window, call: number, calls: number): boolean {
  return call >= Math.trunc(from * calls) && call < Math.trunc(to * calls)
}
