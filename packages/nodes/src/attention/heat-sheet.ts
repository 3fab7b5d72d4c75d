import type { Choice } from './heat'
import type { AttentionRecord } from './record'

/** What a sheet of heat has a picture for. */
export const sheetKinds = { words: 'Word', steps: 'Word and step', layers: 'Word and layers' } as const

type Look = { readonly word: string; readonly caption: string; readonly choice: Choice }

/** Pictures beside each other, at most. */
const COLUMNS = 10

/** In as few rows as there can be, about equally long. */
function inRows<T>(all: readonly T[]): T[][] {
  const columns = Math.ceil(all.length / Math.ceil(all.length / COLUMNS))
  return Array.from({ length: Math.ceil(all.length / columns) }, (_, y) => all.slice(y * columns, (y + 1) * columns))
}

/** The pictures of a sheet, row by row; with steps or layers every word has rows of its own. */
export function sheetLooks(
  kind: keyof typeof sheetKinds,
  words: readonly string[],
  { calls }: AttentionRecord,
  choice: Choice,
): Look[][] {
  switch (kind) {
    case 'words':
      return inRows(words.map((word) => ({ word, caption: word, choice })))
    case 'steps': {
      const steps = calls.map((_, call) => call + 1)
      return words.flatMap((word) =>
        inRows(steps.map((call) => ({ word, caption: `${word}, step ${call}`, choice: { ...choice, call } }))),
      )
    }
    case 'layers': {
      const groups = calls[0]!.filter(
        ({ stage, scale }) =>
          (choice.stage === 'all' || choice.stage === stage) && (choice.scale === 0 || choice.scale === scale),
      )
      return words.flatMap((word) =>
        inRows(
          groups.map(({ stage, scale }) => {
            const size = scale === 1 ? '' : ` 1/${scale}`
            return { word, caption: `${word}, ${stage}${size}`, choice: { ...choice, stage, scale } }
          }),
        ),
      )
    }
  }
}
