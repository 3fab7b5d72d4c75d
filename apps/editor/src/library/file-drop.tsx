import { useEffect, useState } from 'react'
import { openFile } from './files'

/** A file dropped anywhere on the page opens; while it hovers the page says so. */
export function FileDrop() {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const listen = (name: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(name, (event) => hasFile(event) && act(event), { signal: stop.signal })
    listen('dragover', (event) => {
      if (event.defaultPrevented) return setOver(false) // a picture field takes it
      event.preventDefault()
      setOver(true)
    })
    listen('dragleave', (event) => event.relatedTarget === null && setOver(false))
    listen('drop', (event) => {
      setOver(false)
      if (event.defaultPrevented) return
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file) void openFile(file)
    })
    return () => stop.abort()
  }, [])
  return over ? <div className="file-drop">Drop a workflow, or a picture made with one, to open it</div> : null
}
