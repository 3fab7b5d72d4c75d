import { connect } from '../document/commands'
import { wireBetween } from '../document/connect-rules'
import { endsOf, findEnds, fittingEnds, type WireEnd } from '../document/wire-ends'
import { change, documentNow } from '../graph-store'
import { specsNow } from '../specs-store'
import { typeColor } from '../type-style'
import { type QuickWire as Place, setUi, useUi } from '../ui-store'
import { PickList } from './pick-list'

const close = () => setUi({ quickWire: null })

/** Wires by the keyboard: a list of a node's sockets, then one of the sockets that fit the chosen one. */
export function QuickWire() {
  const place = useUi((state) => state.quickWire)
  return place ? <List key={place.socket ? 'to' : 'from'} place={place} /> : null
}

function List({ place }: { place: Place }) {
  const { node, socket, screen } = place
  const ends = socket ? fittingEnds(documentNow(), specsNow(), socket) : endsOf(documentNow(), specsNow(), node)
  const find = (search: string) => findEnds(ends, search).map((end) => ({ ...end, ...shown(end, !socket) }))
  const pick = (end: WireEnd) => {
    if (!socket) return setUi({ quickWire: { ...place, socket: end.socket } })
    close()
    const { from, to } = wireBetween(socket, end.socket)
    change('Connect', connect(from, to))
  }
  return (
    <PickList
      screen={screen}
      names={['Wire', 'Search sockets', 'Sockets']}
      placeholder={socket ? `Wire ${socket.name} ${socket.side === 'output' ? 'to' : 'from'}` : 'Wire which socket'}
      nothing="No socket fits."
      find={find}
      onPick={pick}
      onClose={close}
    />
  )
}

function shown({ socket: { node, side, name }, label, title, type, linked }: WireEnd, own: boolean) {
  const what = own ? side : title
  return {
    key: `${node}.${side}.${name}`,
    ...{ label, detail: linked ? `${what}, wired` : what, color: typeColor(type) },
  }
}
