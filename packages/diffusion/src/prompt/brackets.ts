/** How brackets in a text are read: as each program does, or as plain characters. */
export const bracketRules = ['comfyui', 'automatic1111', 'plain'] as const
export type BracketRule = (typeof bracketRules)[number]

/** A text without its brackets: stretches start…end-1 of it with their weights, and where a new chunk begins. */
export type Sentence = {
  readonly text: string
  readonly passages: readonly { readonly start: number; readonly end: number; readonly weight: number }[]
  readonly breaks: readonly number[]
}

const STEP = 1.1
const NUMBER_AT_END = /:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/
const BREAK = /(?<!\S)BREAK(?!\S)\s*/y

/** For every opening bracket the place of the one that closes it; escaped and lonely ones have none. */
function partners(text: string, square: boolean): Map<number, number> {
  const pairs = new Map<number, number>()
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\\') at++
    else if (char === '(' || (square && char === '[')) open.push(at)
    else if (char === ')' || (square && char === ']')) {
      const last = open.findLastIndex((start) => text[start] === (char === ')' ? '(' : '['))
      if (last < 0) continue
      pairs.set(open[last]!, at)
      open.length = last // brackets opened inside and never closed stay characters
    }
  }
  return pairs
}

/**
 * Weights written into a text: `(word)` raises by 1.1, `(word:1.3)` says how much; `\(` is a bracket, `BREAK` begins a new chunk.
 * `comfyui`: a number replaces the weight around it (comfy/sd1_clip.py, token_weights). `automatic1111`: it multiplies, and
 * `[word]` lowers by 1.1 (modules/prompt_parser.py, parse_prompt_attention). Brackets without a partner are characters.
 */
export function readBrackets(written: string, rule: BracketRule): Sentence {
  const passages: { start: number; end: number; weight: number }[] = []
  const breaks: number[] = []
  let text = ''
  if (rule === 'plain') return { text: written, passages: [{ start: 0, end: written.length, weight: 1 }], breaks }
  const square = rule === 'automatic1111'
  const pairs = partners(written, square)
  const escapable = square ? '()[]\\' : '()'

  function say(char: string, weight: number): void {
    const last = passages.at(-1)
    text += char
    if (last && last.weight === weight && breaks.at(-1) !== text.length - char.length) last.end = text.length
    else passages.push({ start: text.length - char.length, end: text.length, weight })
  }

  function read(from: number, to: number, weight: number): void {
    for (let at = from; at < to; at++) {
      const char = written[at]!
      const closing = pairs.get(at)
      BREAK.lastIndex = at
      const pause = BREAK.exec(written)
      if (pause) {
        breaks.push(text.length)
        at += pause[0].length - 1
      } else if (char === '\\' && at + 1 < to && escapable.includes(written[at + 1]!)) say(written[++at]!, weight)
      else if (closing !== undefined && closing < to) {
        const inner = written.slice(at + 1, closing)
        const number = char === '(' ? NUMBER_AT_END.exec(inner) : null
        const factor = number ? Number(number[1]) : char === '(' ? STEP : 1 / STEP
        const inside = number && rule === 'comfyui' ? factor : weight * factor
        read(at + 1, number ? at + 1 + number.index : closing, inside)
        at = closing
      } else say(char, weight)
    }
  }
  read(0, written.length, 1)
  return { text, passages, breaks }
}
