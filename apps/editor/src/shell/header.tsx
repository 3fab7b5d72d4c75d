import { Button, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { redoChange, undoChange, useGraph } from '../graph-store'
import { GalleryIcon, OpenIcon, RedoIcon, SaveIcon, SidebarIcon, UndoIcon } from '../icons'
import { saveDocument } from '../library/save'
import { setUi, useUi } from '../ui-store'
import { DocumentName } from './document-name'
import { Logo } from './logo'
import { MainMenu } from './main-menu'
import { RunBar } from './run-bar'

/** The bar on top: what is open, and running it. */
export function Header() {
  const { palette, gallery } = useUi()
  const canUndo = useGraph((state) => state.history.past.length > 0)
  const canRedo = useGraph((state) => state.history.future.length > 0)
  return (
    <header className="header">
      <IconButton label="Node palette" pressed={palette} onClick={() => setUi({ palette: !palette })}>
        <SidebarIcon />
      </IconButton>
      <Logo />
      <div className="header-rule" />
      <DocumentName />
      <div className="header-group">
        <Button
          size="xs"
          variant="default"
          leftSection={<OpenIcon />}
          aria-label="Open"
          onClick={() => setUi({ dialog: 'open' })}
        >
          <span className="wide-only">Open</span>
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<SaveIcon />}
          aria-label="Save"
          onClick={() => void saveDocument()}
        >
          <span className="wide-only">Save</span>
        </Button>
        <MainMenu />
      </div>
      <div className="header-group">
        <IconButton label="Undo" disabled={!canUndo} onClick={undoChange}>
          <UndoIcon />
        </IconButton>
        <IconButton label="Redo" disabled={!canRedo} onClick={redoChange}>
          <RedoIcon />
        </IconButton>
      </div>
      <RunBar />
      <IconButton label="Gallery" pressed={gallery} onClick={() => setUi({ gallery: !gallery })}>
        <GalleryIcon />
      </IconButton>
    </header>
  )
}

type IconButtonProps = {
  label: string
  onClick: () => void
  children: ReactNode
  pressed?: boolean
  disabled?: boolean
}

function IconButton({ label, onClick, children, pressed, disabled = false }: IconButtonProps) {
  return (
    <Tooltip label={label} openDelay={500}>
      <button
        type="button"
        className="icon-button"
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </button>
    </Tooltip>
  )
}
