import { rowsOf } from '../attention/attention-of'
import { useAttentionBehind } from '../attention/heat-layer'
import { hover, type Look, sameLook, togglePin, useLooks } from '../attention/look-store'
import { useSentences } from '../attention/sentences'
import { wordsIn } from '../attention/words'
import { useGraph } from '../graph-store'

/** The sentences behind pictures of a batch, word by word, to look at where each went. */
export function LookBar({ node, pictures }: { node: string; pictures: readonly number[] }) {
  const document = useGraph((state) => state.document)
  const behind = useAttentionBehind(node)
  const sentences = useSentences()
  const pinned = useLooks((state) => state.pinned)
  if (!behind) return null
  const { prompts } = behind.attention
  const rows = new Set(pictures.map((at) => at % prompts.length))
  return [...rows].map((row) => {
    const text = prompts[row]?.text
    const from = sentences.find(
      (one) => one.text === text && rowsOf(document, behind, { ...one, edited: one.input === 'edited' }).includes(row),
    )
    if (!text || !from) return null
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a line of words
      <div key={row} className="look-bar" role="group" aria-label="Words of the picture">
        {wordsIn(text).map((word) => {
          const look: Look = { ...from, word }
          return (
            <button
              key={word.start}
              type="button"
              className="chip"
              aria-pressed={pinned.some((other) => sameLook(other, look))}
              onPointerEnter={() => hover(look)}
              onPointerLeave={() => hover(null)}
              onClick={() => togglePin(look)}
            >
              {word.text}
            </button>
          )
        })}
      </div>
    )
  })
}
