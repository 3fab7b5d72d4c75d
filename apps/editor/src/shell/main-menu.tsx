import { emptyWorkflow } from '@loom/protocol'
import { ActionIcon, Kbd, Menu } from '@mantine/core'
import { arrange } from '../actions'
import { MenuIcon } from '../icons'
import { chooseFile, exportDocument } from '../library/files'
import { saveCopy } from '../library/save'
import { openNew } from '../library/session'
import { toggle, useSettings } from '../settings'
import { setUi } from '../ui-store'

/** What is needed less often than a button on the bar. */
export function MainMenu() {
  const { snap, wheelPans, minimap, observe } = useSettings()
  const check = (on: boolean) => (on ? '✓' : '')
  return (
    <Menu position="bottom-start" width={250} shadow="lg">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More">
          <MenuIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => openNew(emptyWorkflow())}>New workflow</Menu.Item>
        <Menu.Item rightSection={<Kbd size="xs">Ctrl ⇧ S</Kbd>} onClick={() => void saveCopy()}>
          Save a copy
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={chooseFile}>Import a file…</Menu.Item>
        <Menu.Item onClick={exportDocument}>Export JSON</Menu.Item>
        <Menu.Divider />
        <Menu.Item rightSection={<Kbd size="xs">⇧ L</Kbd>} onClick={() => void arrange()}>
          Arrange in columns
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} rightSection={check(snap)} onClick={() => toggle('snap')}>
          Snap to grid
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} rightSection={check(wheelPans)} onClick={() => toggle('wheelPans')}>
          Wheel moves the canvas
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} rightSection={check(minimap)} onClick={() => toggle('minimap')}>
          Minimap
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} rightSection={check(observe)} onClick={() => toggle('observe')}>
          Observe attention
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item rightSection={<Kbd size="xs">?</Kbd>} onClick={() => setUi({ dialog: 'keys' })}>
          Keys
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
