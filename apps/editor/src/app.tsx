import { useEffect } from 'react'
import { connect, refreshAll, useNodeSpecs } from './api'
import { listenToClipboard } from './clipboard'
import { endGesture } from './graph-store'
import { dispatchKey } from './keymap'
import { ConflictDialog } from './library/conflict-dialog'
import { FileDrop } from './library/file-drop'
import { OpenDialog } from './library/open-dialog'
import { startSession } from './library/session'
import { MaskEditor } from './mask/mask-editor'
import { CanvasView } from './rete/canvas-view'
import { runListeners } from './run/run-control'
import { Banner } from './shell/banner'
import { CanvasTools } from './shell/canvas-tools'
import { ContextMenu } from './shell/context-menu'
import { DeviceLine } from './shell/device-line'
import { EmptyHint } from './shell/empty-hint'
import { Gallery } from './shell/gallery'
import { Header } from './shell/header'
import { KeysDialog } from './shell/keys-dialog'
import { Lightbox } from './shell/lightbox'
import { Palette } from './shell/palette'
import { QuickAdd } from './shell/quick-add'
import { QuickWire } from './shell/quick-wire'
import { setUi, uiNow, useUi } from './ui-store'

export function App() {
  const palette = useUi((state) => state.palette)
  useNodeSpecs()
  useEffect(listenToPage, [])
  return (
    <div className="app">
      <Header />
      <main className="work">
        {palette && <Palette />}
        <div className="stage">
          <CanvasView />
          <EmptyHint />
          <CanvasTools />
          <DeviceLine />
          <Banner />
        </div>
        <Gallery />
      </main>
      <QuickAdd />
      <QuickWire />
      <ContextMenu />
      <Lightbox />
      <MaskEditor />
      <OpenDialog />
      <ConflictDialog />
      <KeysDialog />
      <FileDrop />
    </div>
  )
}

/** Everything that is listened to as long as the page is there. */
function listenToPage(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  window.addEventListener('keydown', dispatchKey, { signal })
  window.addEventListener('pointerup', endGesture, { signal })
  window.addEventListener('focusout', endGesture, { signal })
  const stopClipboard = listenToClipboard()
  const disconnect = connect({
    ...runListeners,
    onEngine: (engine) => setUi({ engine }),
    onState: (connection) => {
      if (connection === 'open' && uiNow().connection === 'connecting') void refreshAll()
      setUi({ connection })
    },
  })
  void startSession()
  return () => {
    stop.abort()
    stopClipboard()
    disconnect()
  }
}
