import { Button, Group, Modal, Text } from '@mantine/core'
import { complain } from '../notify'
import { setUi, useUi } from '../ui-store'
import { saveCopy, saveOverTheirs } from './save'
import { savedNow } from './saved-store'
import { openById } from './session'

/** The document was saved elsewhere after this tab opened it; nothing happens until one of three ways is chosen. */
export function ConflictDialog() {
  const open = useUi((state) => state.dialog === 'conflict')
  const close = () => setUi({ dialog: null })
  const choose = (act: () => unknown) => {
    close()
    Promise.resolve(act()).catch((error: Error) => complain('That did not work', error.message))
  }
  const takeTheirs = () => {
    const { id } = savedNow()
    return id ? openById(id) : undefined
  }
  return (
    <Modal opened={open} onClose={close} title="Saved in another window" centered>
      <Text size="sm" c="dimmed">
        This workflow was saved somewhere else since it was opened here. Your changes are still here and kept in this
        browser.
      </Text>
      <Group mt="lg" gap="xs" justify="flex-end">
        <Button variant="default" onClick={() => choose(takeTheirs)}>
          Take theirs
        </Button>
        <Button variant="default" onClick={() => choose(saveOverTheirs)}>
          Overwrite theirs
        </Button>
        <Button onClick={() => choose(saveCopy)}>Keep mine as a copy</Button>
      </Group>
    </Modal>
  )
}
