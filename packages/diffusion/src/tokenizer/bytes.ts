/**
 * A printable character for every byte, so that a vocabulary is readable text: printable Latin-1 stands for itself, the
 * other bytes take the characters from U+0100 up in their order. GPT-2's alphabet, which CLIP kept.
 */
export const byteAlphabet: readonly string[] = (() => {
  let next = 256
  const shown = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(shown(byte) ? byte : next++))
})()

/** The alphabet in the order of CLIP's token ids: the characters that stand for themselves first. */
export const alphabetInIdOrder: readonly string[] = [...byteAlphabet].sort((a, b) => a.charCodeAt(0) - b.charCodeAt(0))
