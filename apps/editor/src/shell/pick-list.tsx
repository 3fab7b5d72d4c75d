import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'

/** One thing to pick: what it is, what else to know of it, and the colour of what flows through it. */
type Option = { readonly key: string; readonly label: string; readonly detail: string; readonly color: string }

type PickListProps<T extends Option> = {
  readonly screen: readonly [number, number]
  /** Of the dialog, of its field, of its list. */
  readonly names: readonly [dialog: string, field: string, list: string]
  readonly placeholder: string
  /** Said when nothing is found. */
  readonly nothing: string
  readonly find: (search: string) => readonly T[]
  readonly onPick: (option: T) => void
  readonly onClose: () => void
}

/** A list at a place of the screen with a field that searches it; gives the focus back to where it was. */
export function PickList<T extends Option>(props: PickListProps<T>) {
  const { screen, names, placeholder, nothing, find, onPick, onClose } = props
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const before = useRef(document.activeElement)
  const id = useId()
  const found = find(search)
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  useLayoutEffect(() => {
    const from = before.current
    return () => {
      if (from instanceof HTMLElement) from.focus({ preventScroll: true })
    }
  }, [])
  const onKey = (key: string): boolean => {
    const option = found[chosen]
    if (key === 'ArrowDown') setChosen(Math.min(found.length - 1, chosen + 1))
    else if (key === 'ArrowUp') setChosen(Math.max(0, chosen - 1))
    else if (key === 'Enter') option ? onPick(option) : onClose()
    else if (key === 'Escape' || key === 'Tab') onClose()
    else return false
    return true
  }
  const left = Math.max(8, Math.min(screen[0], window.innerWidth - 336))
  const top = Math.max(8, Math.min(screen[1], window.innerHeight - 380))
  return (
    <>
      <div className="behind" onPointerDown={onClose} />
      <div className="quick-add" role="dialog" aria-label={names[0]} style={{ left, top }}>
        <input
          role="combobox"
          aria-label={names[1]}
          aria-expanded
          aria-controls={id}
          aria-activedescendant={found[chosen] && `${id}-${chosen}`}
          placeholder={placeholder}
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
        <div id={id} ref={list} role="listbox" aria-label={names[2]} className="quick-add-list" data-scrolls>
          {found.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
            <div
              key={option.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              onPointerMove={() => setChosen(index)}
              onClick={() => onPick(option)}
            >
              <i style={{ background: option.color }} />
              <span>{option.label}</span>
              <small>{option.detail}</small>
            </div>
          ))}
          {found.length === 0 && <p>{nothing}</p>}
        </div>
      </div>
    </>
  )
}
