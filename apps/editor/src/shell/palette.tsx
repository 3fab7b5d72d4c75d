import type { NodeSpec } from '@loom/protocol'
import { ScrollArea, Skeleton, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { addNodeAt } from '../actions'
import { canvas } from '../canvas-api'
import { SearchIcon } from '../icons'
import { useSpecs } from '../specs-store'
import { typeColor } from '../type-style'
import { byCategory, findNodes } from './find-nodes'

export const NODE_DRAG = 'application/x-loom-node'

/** Every node type by category. Drag one onto the canvas, or click to add it in the middle. */
export function Palette() {
  const specs = useSpecs((state) => state.specs)
  const [search, setSearch] = useState('')
  const groups = useMemo(
    () => byCategory(search ? findNodes(specs.values(), search) : [...specs.values()]),
    [specs, search],
  )
  return (
    <aside className="palette" aria-label="Node palette">
      <TextInput
        size="xs"
        placeholder="Search nodes"
        aria-label="Search nodes"
        leftSection={<SearchIcon size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = groups[0]?.[1][0]
          if (event.key === 'Enter' && first) addToMiddle(first)
          if (event.key === 'Escape') setSearch('')
        }}
      />
      <ScrollArea flex={1} type="auto" scrollbarSize={6} mt="sm" mx={-12} px={12}>
        {specs.size === 0 && [1, 2, 3, 4, 5].map((line) => <Skeleton key={line} height={26} mt={8} animate={false} />)}
        {groups.map(([category, nodes]) => (
          <section key={category} aria-label={category}>
            <h3>{category}</h3>
            {nodes.map((spec) => (
              <Entry key={spec.type} spec={spec} />
            ))}
          </section>
        ))}
        {specs.size > 0 && groups.length === 0 && <p className="palette-none">No node matches “{search}”.</p>}
      </ScrollArea>
    </aside>
  )
}

function Entry({ spec }: { spec: NodeSpec }) {
  const main = spec.outputs[0]?.type ?? spec.inputs[0]?.type ?? '*'
  return (
    <button
      type="button"
      className="palette-entry"
      draggable
      title={spec.description}
      onDragStart={(event) => {
        event.dataTransfer.setData(NODE_DRAG, spec.type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={() => addToMiddle(spec)}
    >
      <i style={{ background: typeColor(main) }} />
      {spec.title}
    </button>
  )
}

function addToMiddle(spec: NodeSpec): void {
  const [x, y] = canvas()?.middle() ?? [0, 0]
  addNodeAt(spec.type, [x - 120, y - 60])
}
