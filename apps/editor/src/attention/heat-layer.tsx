import type { AttentionResult, ImageAsset } from '@loom/protocol'
import { useEffect, useMemo, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useGraph } from '../graph-store'
import { useRun } from '../run/run-store'
import { pixelsOf } from './atlas'
import { attentionBehind, type Behind, rowsOf } from './attention-of'
import { columnsOf, enlarge, heatColour, heatOf } from './heat'
import { useLooks } from './look-store'

type HeatLayerProps = {
  readonly node: string
  /** The image's place in its batch. */
  readonly at: number
  readonly image: ImageAsset
}

/** What an image attended to for the words looked at, drawn over it; lies over an image of the same box. */
export function HeatLayer({ node, at, image }: HeatLayerProps) {
  const behind = useAttentionBehind(node)
  const columns = useColumns(behind, at)
  if (!behind || columns.length === 0 || at >= behind.attention.peaks.length) return null
  return <HeatCanvas attention={behind.attention} row={at} columns={columns} image={image} />
}

export function useAttentionBehind(node: string): Behind | undefined {
  const document = useGraph((state) => state.document)
  return useRun(useShallow((state) => attentionBehind(document, node, (id) => state.nodes[id]?.attention)))
}

function useColumns(behind: Behind | undefined, at: number): number[] {
  const document = useGraph((state) => state.document)
  return useLooks(
    useShallow(({ pinned, hovered }) => {
      if (!behind) return []
      const { prompts } = behind.attention
      const row = at % prompts.length
      const { tokens } = prompts[row]!
      const looks = (hovered ? [hovered] : pinned).filter(({ node, text, input }) =>
        rowsOf(document, behind, { node, text, edited: input === 'edited' }).includes(row),
      )
      return [...new Set(looks.flatMap(({ word }) => columnsOf(tokens, word)))]
    }),
  )
}

const TIMES = 8

type HeatCanvasProps = Pick<HeatLayerProps, 'image'> & {
  attention: AttentionResult
  row: number
  columns: readonly number[]
}

function HeatCanvas({ attention, row, columns, image }: HeatCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null)
  const key = columns.join()
  const chosen = useMemo(() => key.split(',').map(Number), [key])
  useEffect(() => {
    let gone = false
    void pixelsOf(attention.atlas.id)
      .then((atlas) => {
        const context = ref.current?.getContext('2d')
        if (gone || !context) return
        const { width, height, values } = enlarge(heatOf(attention, atlas, row, chosen), TIMES)
        const painted = new ImageData(width, height)
        for (const [place, value] of values.entries()) painted.data.set(heatColour(value), place * 4)
        const small = new OffscreenCanvas(width, height)
        small.getContext('2d')!.putImageData(painted, 0, 0)
        context.clearRect(0, 0, image.width, image.height)
        context.imageSmoothingQuality = 'high'
        context.drawImage(small, 0, 0, image.width, image.height)
      })
      .catch(() => {}) // an atlas that is gone: the picture stays as it is
    return () => {
      gone = true
    }
  }, [attention, row, chosen, image.width, image.height])
  return <canvas ref={ref} className="heat" width={image.width} height={image.height} />
}
