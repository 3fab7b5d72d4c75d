import { isLink } from '@loom/protocol'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { tokensOf } from '../attention/attention-of'
import { tokenPieces } from '../attention/heat'
import { hover, type Look, sameLook, togglePin, useLooks } from '../attention/look-store'
import { weightOf, withWeight } from '../attention/weights-text'
import { wordsIn } from '../attention/words'
import { setInput } from '../document/commands'
import { change, documentNow, endGesture, useGraph } from '../graph-store'
import { useRun } from '../run/run-store'
import { type Chip, type Weighing, WordChips } from '../widgets/word-chips'

type PromptChipsProps = {
  readonly id: string
  /** The input that holds the sentence. */
  readonly input: string
  readonly text: string
  readonly onHeight: (height: number) => void
}

const weightsNow = (id: string) => {
  const weights = documentNow().nodes[id]?.inputs.weights
  return typeof weights === 'string' ? weights : ''
}

/** The words of a node's sentence with the weights that its `weights` text gives them. */
export function PromptChips({ id, input, text, onHeight }: PromptChipsProps) {
  const words = useMemo(() => wordsIn(text), [text])
  const stored = useGraph((state) => state.document.nodes[id]?.inputs.weights)
  const tokens = useTokens(text)
  const pinned = useLooks((state) => state.pinned)
  const before = useRef('')
  useEffect(() => () => hover(null), [])
  const empty = words.length === 0
  useLayoutEffect(() => {
    if (empty) onHeight(0)
  }, [empty, onHeight])

  const lookAt = (at: number): Look => ({ node: id, input, text, word: words[at]! })
  const weights = typeof stored === 'string' ? stored : ''
  const chips = words.map((word, at): Chip => {
    const look = lookAt(at)
    return {
      name: word.name,
      pieces: tokens ? tokenPieces(tokens, text, word) : [word.text],
      weight: weightOf(weights, text, word),
      pinned: pinned.some((other) => sameLook(other, look)),
    }
  })
  const weigh = useCallback(
    (at: number, weight: number, by: Weighing) => {
      const word = words[at]
      if (!word || isLink(documentNow().nodes[id]?.inputs.weights)) return
      if (by === 'begin') endGesture()
      if (by !== 'drag') before.current = weightsNow(id)
      const next = withWeight(before.current, text, word, weight)
      const gesture = `${id}.weights ${word.start}`
      change(`Weigh ${word.text}`, setInput(id, 'weights', next === '' ? undefined : next), { gesture })
    },
    [id, text, words],
  )
  if (empty) return null
  return (
    <WordChips
      chips={chips}
      known={tokens !== undefined}
      onWeight={weigh}
      onLook={(at) => togglePin(lookAt(at))}
      onHover={(at) => hover(at === null ? null : lookAt(at))}
      onHeight={onHeight}
    />
  )
}

/** How the last run cut this very sentence into tokens. */
function useTokens(text: string) {
  const told = useRun(
    useShallow(({ nodes }) => Object.values(nodes).flatMap(({ attention }) => (attention ? [attention] : []))),
  )
  return useMemo(() => tokensOf(told, text), [told, text])
}
