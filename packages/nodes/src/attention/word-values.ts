/** `bumpy: 3, the cat: -1` as words with their texts; the last colon of an entry parts them. */
function wordEntries(text: string): { word: string; value: string }[] {
  return text
    .split(/[,;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const colon = entry.lastIndexOf(':')
      if (colon < 1) throw new Error(`expected "word: value", got "${entry}"`)
      return { word: entry.slice(0, colon).trim(), value: entry.slice(colon + 1).trim() }
    })
}

/** `bumpy: 3, cat: -1` → weights by word. */
export function wordWeights(text: string): { word: string; weight: number }[] {
  return wordEntries(text).map(({ word, value }) => {
    const weight = value === '' ? Number.NaN : Number(value)
    if (!Number.isFinite(weight)) throw new Error(`the weight of "${word}" is "${value}"; expected a number`)
    return { word, weight }
  })
}

/** `lion: 0.4, cat: 0.2-0.8` → windows by word; one number is an end, the start is then 0. */
export function wordWindows(text: string): { word: string; window: [number, number] }[] {
  return wordEntries(text).map(({ word, value }) => {
    const bounds = value.split(/\s*(?:-|…|\.\.)\s*/).map((bound) => (bound === '' ? Number.NaN : Number(bound)))
    const [from, to] = bounds.length === 1 ? [0, bounds[0]!] : (bounds as [number, number])
    if (bounds.length > 2 || !(from >= 0 && to <= 1 && from <= to))
      throw new Error(`the window of "${word}" is "${value}"; expected an end or from-to within 0 and 1`)
    return { word, window: [from, to] }
  })
}

/** `rat, dog` → its words. */
export function wordList(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
