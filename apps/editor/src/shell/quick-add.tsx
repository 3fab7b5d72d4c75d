import type { NodeSpec } from '@loom/protocol'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { addNodeAt } from '../actions'
import { firstFit } from '../document/connect-rules'
import { useSpecs } from '../specs-store'
import { typeColor } from '../type-style'
import { type QuickAdd as Place, setUi, useUi } from '../ui-store'
import { findNodes } from './find-nodes'

const close = () => setUi({ quickAdd: null })

/** The list at the pointer that adds a node; after a wire was dropped it offers what fits and wires it. */
export function QuickAdd() {
  const place = useUi((state) => state.quickAdd)
  return place ? <List key={place.screen.join()} place={place} /> : null
}

function List({ place: { screen, at, fits } }: { place: Place }) {
  const specs = useSpecs((state) => state.specs)
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const found = useMemo(() => {
    const fitting = [...specs.values()].filter((spec) => !fits || firstFit(spec, fits.socket.side, fits.type))
    return findNodes(fitting, search)
  }, [specs, search, fits])
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const add = (spec: NodeSpec | undefined) => {
    close()
    if (spec) addNodeAt(spec.type, [at[0] - (fits?.socket.side === 'input' ? 260 : 0), at[1] - 18], fits)
  }
  const onKey = (key: string): boolean => {
    if (key === 'ArrowDown') setChosen(Math.min(found.length - 1, chosen + 1))
    else if (key === 'ArrowUp') setChosen(Math.max(0, chosen - 1))
    else if (key === 'Enter') add(found[chosen])
    else if (key === 'Escape' || key === 'Tab') close()
    else return false
    return true
  }
  const left = Math.max(8, Math.min(screen[0], window.innerWidth - 336))
  const top = Math.max(8, Math.min(screen[1], window.innerHeight - 380))
  return (
    <>
      <div className="behind" onPointerDown={close} />
      <div className="quick-add" role="dialog" aria-label="Add a node" style={{ left, top }}>
        <input
          role="combobox"
          aria-label="Search nodes to add"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={found[chosen] && `${id}-${found[chosen].type}`}
          placeholder={
            fits ? `Nodes that ${fits.socket.side === 'output' ? 'take' : 'give'} ${fits.type}` : 'Add a node'
          }
          // biome-ignore lint/a11y/noAutofocus: it was opened to be typed into
          autoFocus
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={(event) => {
            if (!onKey(event.key)) return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        <div id={id} ref={list} role="listbox" aria-label="Nodes" className="quick-add-list" data-scrolls>
          {found.map((spec, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
            <div
              key={spec.type}
              id={`${id}-${spec.type}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === chosen}
              onPointerMove={() => setChosen(place)}
              onClick={() => add(spec)}
            >
              <i style={{ background: typeColor(spec.outputs[0]?.type ?? spec.inputs[0]?.type ?? '*') }} />
              <span>{spec.title}</span>
              <small>{spec.category}</small>
            </div>
          ))}
          {found.length === 0 && <p>No node matches.</p>}
        </div>
      </div>
    </>
  )
}
