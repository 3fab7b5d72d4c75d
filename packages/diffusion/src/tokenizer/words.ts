/** Text under way to tokens: every UTF-16 unit of `text` knows the stretch of the original it came from. */
export type Traced = { readonly text: string; readonly starts: readonly number[]; readonly ends: readonly number[] }

/**
 * The pieces that CLIP's BPE works on: letters together, digits one by one, other signs together. Cleaning and order are
 * those of transformers' CLIPTokenizer without ftfy, which is how diffusers and ComfyUI mostly run it: controls vanish,
 * Han characters stand alone, accents are composed, letters lowered.
 */
export function wordsOf(text: string, offset: number): Traced[] {
  const clean = composed(cleaned(text, offset))
  const words: Traced[] = []
  for (const { index, 0: chunk } of clean.text.matchAll(/\S+/gu)) {
    const chunkTraced = lowered(cut(clean, index, index + chunk.length))
    for (const match of chunkTraced.text.matchAll(PIECE)) {
      words.push(cut(chunkTraced, match.index, match.index + match[0].length))
    }
  }
  return words
}

/**
 * The original ignores case, so ſ counts as s, and U+0345, a mark whose capital is the letter Ι, belongs to nothing. The
 * markers found here were in capitals in the text.
 */
const PIECE =
  /<\|startoftext\|>|<\|endoftext\|>|'[sſ]|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|(?:(?!\u0345)[^\s\p{L}\p{N}])+/gu

const SPACE = /^[\t\n\r\p{Zs}]$/u
const UNSEEN = /^[\ufffd\p{C}]$/u
/** CJK ideographs by the blocks that BERT's tokenizer lists: neither kana nor hangul, and no extension after E. */
const HAN =
  /^[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]$/u

function cleaned(original: string, offset: number): Traced {
  const out = new Tracing()
  let at = offset
  for (const char of original) {
    const end = at + char.length
    if (SPACE.test(char)) out.add(' ', at, end)
    else if (HAN.test(char)) {
      out.add(' ', at, at)
      out.add(char, at, end)
      out.add(' ', end, end)
    } else if (!UNSEEN.test(char)) out.add(char, at, end)
    at = end
  }
  return out
}

/** A character with what can melt into it: marks, and the vowels and finals of hangul syllables. */
const CLUSTER = /[\s\S][\p{M}\u1161-\u1175\u11a8-\u11c2]*/gu

function composed(from: Traced): Traced {
  if (from.text.normalize('NFC') === from.text) return from
  const out = new Tracing()
  for (const { index, 0: cluster } of from.text.matchAll(CLUSTER)) {
    const whole = cluster.normalize('NFC')
    if (whole === cluster) out.copy(from, index, index + cluster.length)
    else out.add(whole, from.starts[index]!, from.ends[index + cluster.length - 1]!)
  }
  return out
}

/** Lowered as a whole, since a Σ at the end of a word becomes ς; the characters are aligned one by one. */
function lowered(word: Traced): Traced {
  const text = word.text.toLowerCase()
  const out = new Tracing()
  let at = 0
  for (const char of word.text) {
    const length = char.toLowerCase().length // 2 for İ, else that of the character
    const lower = text.slice(out.text.length, out.text.length + length)
    out.add(lower, word.starts[at]!, word.ends[at + char.length - 1]!)
    at += char.length
  }
  return out
}

function cut(from: Traced, start: number, end: number): Traced {
  return { text: from.text.slice(start, end), starts: from.starts.slice(start, end), ends: from.ends.slice(start, end) }
}

class Tracing implements Traced {
  text = ''
  readonly starts: number[] = []
  readonly ends: number[] = []

  add(piece: string, start: number, end: number): void {
    this.text += piece
    for (let i = 0; i < piece.length; i++) {
      this.starts.push(start)
      this.ends.push(end)
    }
  }

  copy(from: Traced, start: number, end: number): void {
    this.text += from.text.slice(start, end)
    for (let i = start; i < end; i++) {
      this.starts.push(from.starts[i]!)
      this.ends.push(from.ends[i]!)
    }
  }
}
