import { Button } from '@mantine/core'
import { useMemo, useRef } from 'react'
import { canvas } from '../canvas-api'
import { select, useGraph } from '../graph-store'
import { WarningIcon } from '../icons'
import { complain } from '../notify'
import { useRun } from '../run/run-store'

/** Nodes with something wrong; each press goes to the next one. */
export function ProblemsButton() {
  const nodes = useRun((state) => state.nodes)
  const problems = useRun((state) => state.problems)
  const error = useRun((state) => (state.status === 'failed' || state.problems.length > 0 ? state.error : null))
  const document = useGraph((state) => state.document)
  const next = useRef(0)
  const places = useMemo(() => {
    const failed = Object.keys(nodes).filter((id) => nodes[id]!.phase === 'failed')
    const refused = problems.flatMap(({ node }) => node ?? [])
    return [...new Set([...failed, ...refused])].filter((id) => document.nodes[id])
  }, [nodes, problems, document])
  const count = Math.max(places.length, problems.length > 0 || error ? 1 : 0)
  if (count === 0) return null
  const show = () => {
    const id = places[next.current++ % Math.max(1, places.length)]
    if (!id) return complain('What is wrong', problems[0]?.message ?? error ?? '')
    select([id])
    canvas()?.show(id)
  }
  return (
    <Button size="xs" variant="light" color="red" leftSection={<WarningIcon />} onClick={show}>
      {count === 1 ? '1 problem' : `${count} problems`}
    </Button>
  )
}
