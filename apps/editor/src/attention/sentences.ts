import { useMemo } from 'react'
import { useGraph } from '../graph-store'
import type { Look } from './look-store'

/** Every sentence that the document's nodes hold, by node and input. */
export function useSentences(): Omit<Look, 'word'>[] {
  const nodes = useGraph((state) => state.document.nodes)
  return useMemo(
    () =>
      Object.entries(nodes).flatMap(([node, { inputs }]) =>
        ['text', 'edited'].flatMap((input) => {
          const text = inputs[input]
          return typeof text === 'string' ? [{ node, input, text }] : []
        }),
      ),
    [nodes],
  )
}
