import { Kbd, Menu } from '@mantine/core'
import * as actions from '../actions'
import { canvas } from '../canvas-api'
import { copySelection, pasteFromClipboard } from '../clipboard'
import { disconnect } from '../document/commands'
import { change, select, selectionNow, useGraph } from '../graph-store'
import { fitSelection } from '../keymap'
import { startRun } from '../run/run-control'
import { specsNow } from '../specs-store'
import { type ContextMenu as Place, setUi, useUi } from '../ui-store'

/** The menu of the right button: for a node, a wire or the empty canvas. */
export function ContextMenu() {
  const place = useUi((state) => state.menu)
  if (!place) return null
  const [left, top] = place.screen
  return (
    <Menu
      opened
      onClose={() => setUi({ menu: null })}
      position="bottom-start"
      offset={0}
      width={220}
      shadow="lg"
      returnFocus={false}
    >
      <Menu.Target>
        <div className="menu-anchor" style={{ left, top }} />
      </Menu.Target>
      <Menu.Dropdown>
        {place.node ? (
          <ForNode id={place.node} />
        ) : place.wire ? (
          <ForWire wire={place.wire} />
        ) : (
          <ForCanvas place={place} />
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

const key = (name: string) => <Kbd size="xs">{name}</Kbd>

function ForNode({ id }: { id: string }) {
  const type = useGraph((state) => state.document.nodes[id]?.type)
  const ids = selectionNow().has(id) ? selectionNow() : new Set([id])
  const on = (act: () => unknown) => () => {
    select(ids)
    act()
  }
  return (
    <>
      <Menu.Item onClick={() => void startRun([id])}>Run to here</Menu.Item>
      <Menu.Divider />
      <Menu.Item rightSection={key('Ctrl C')} onClick={on(copySelection)}>
        Copy
      </Menu.Item>
      <Menu.Item rightSection={key('Ctrl D')} onClick={on(actions.duplicate)}>
        Duplicate
      </Menu.Item>
      <Menu.Item rightSection={key('Ctrl G')} onClick={on(actions.group)}>
        Group
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item rightSection={key('M')} onClick={on(() => actions.toggleMode('muted'))}>
        Mute
      </Menu.Item>
      <Menu.Item rightSection={key('B')} onClick={on(() => actions.toggleMode('bypassed'))}>
        Bypass
      </Menu.Item>
      <Menu.Item rightSection={key('C')} onClick={on(actions.toggleCollapsed)}>
        Collapse
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" rightSection={key('Del')} onClick={on(actions.remove)}>
        Delete
      </Menu.Item>
      <Menu.Label>
        {id} · {specsNow().has(type ?? '') ? type : `${type} (unknown)`}
      </Menu.Label>
    </>
  )
}

function ForWire({ wire }: { wire: string }) {
  const [node, input] = wire.split('.') as [string, string]
  return (
    <Menu.Item color="red" onClick={() => change('Disconnect', disconnect({ node, input }))}>
      Delete this wire
    </Menu.Item>
  )
}

function ForCanvas({ place }: { place: Place }) {
  const at = canvas()?.toCanvas(place.screen) ?? [0, 0]
  return (
    <>
      <Menu.Item rightSection={key('Tab')} onClick={() => setUi({ quickAdd: { screen: place.screen, at } })}>
        Add a node
      </Menu.Item>
      <Menu.Item rightSection={key('N')} onClick={() => actions.addNote(at)}>
        Add a note
      </Menu.Item>
      <Menu.Item rightSection={key('Ctrl V')} onClick={() => void pasteFromClipboard(at)}>
        Paste
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item rightSection={key('Ctrl A')} onClick={actions.selectAll}>
        Select all
      </Menu.Item>
      <Menu.Item rightSection={key('⇧ L')} onClick={() => void actions.arrange()}>
        Arrange in columns
      </Menu.Item>
      <Menu.Item rightSection={key('F')} onClick={fitSelection}>
        Zoom to fit
      </Menu.Item>
    </>
  )
}
