import { useMemo } from 'react'
import { sentenceAt, weighedTexts } from '../document/sentence'
import { specOf } from '../document/specs'
import { useGraph } from '../graph-store'
import { useSpecs } from '../specs-store'
import type { Look } from './look-store'

/** Every sentence of the document whose words have chips, by node and input. */
export function useSentences(): Omit<Look, 'word'>[] {
  const document = useGraph((state) => state.document)
  const specs = useSpecs((state) => state.specs)
  return useMemo(
    () =>
      Object.keys(document.nodes).flatMap((node) =>
        weighedTexts(specOf(document, node, specs)).flatMap((input) => {
          const text = sentenceAt(document, specs, node, input)
          return text === undefined ? [] : [{ node, input, text }]
        }),
      ),
    [document, specs],
  )
}
