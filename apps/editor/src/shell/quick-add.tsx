import { useMemo } from 'react'
import { addNodeAt } from '../actions'
import { firstFit, spliceFit } from '../document/connect-rules'
import { documentNow } from '../graph-store'
import { useSpecs } from '../specs-store'
import { typeColor } from '../type-style'
import { type QuickAdd as Place, setUi, useUi } from '../ui-store'
import { findNodes } from './find-nodes'
import { PickList } from './pick-list'

const close = () => setUi({ quickAdd: null })

/** The list at the pointer that adds a node; after a wire was dropped it offers what fits and wires it. */
export function QuickAdd() {
  const place = useUi((state) => state.quickAdd)
  return place ? <List key={place.screen.join()} place={place} /> : null
}

function List({ place }: { place: Place }) {
  const { screen, at, fits, splice } = place
  const specs = useSpecs((state) => state.specs)
  const fitting = useMemo(
    () =>
      [...specs.values()].filter((spec) => {
        if (splice) return spliceFit(documentNow(), specs, splice, spec)
        return !fits || firstFit(spec, fits.socket.side, fits.type)
      }),
    [specs, fits, splice],
  )
  const find = (search: string) =>
    findNodes(fitting, search).map(({ type, title, category, inputs, outputs }) => ({
      ...{ key: type, label: title, detail: category },
      color: typeColor(outputs[0]?.type ?? inputs[0]?.type ?? '*'),
    }))
  return (
    <PickList
      screen={screen}
      names={['Add a node', 'Search nodes to add', 'Nodes']}
      placeholder={fits ? `Nodes that ${fits.socket.side === 'output' ? 'take' : 'give'} ${fits.type}` : 'Add a node'}
      nothing="No node matches."
      find={find}
      onPick={({ key }) => {
        close()
        addNodeAt(key, [at[0] - (fits?.socket.side === 'input' ? 260 : 0), at[1] - 18], place)
      }}
      onClose={close}
    />
  )
}
