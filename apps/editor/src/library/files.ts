import { readWorkflowText, sentence, type Workflow } from '@loom/protocol'
import { isPng, pngText, WORKFLOW_KEYWORD } from '../document/png-text'
import { documentNow } from '../graph-store'
import { complain, tell } from '../notify'
import { openNew } from './session'

/** The document as a file to keep or send. */
export function exportDocument(): void {
  const document = documentNow()
  const blob = new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: 'application/json' })
  download(URL.createObjectURL(blob), `${fileName(document.name)}.json`)
}

export function download(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  if (url.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(url), 1_000)
}

const fileName = (name: string) => name.replace(/[^\p{L}\p{N} _-]+/gu, '').trim() || 'workflow'

/** The workflow that a JSON file is or a picture carries; else one sentence why not. */
export async function readFile(file: Blob): Promise<Workflow | string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const text = isPng(bytes) ? await pngText(bytes, WORKFLOW_KEYWORD) : new TextDecoder().decode(bytes)
  if (text === undefined) return 'This picture carries no workflow'
  const read = readWorkflowText(text)
  return read.ok ? read.workflow : read.problems.slice(0, 3).map(sentence).join('; ')
}

/** Opens a file that was dropped or chosen. What was open stays in undo's reach no more, but in its draft or save. */
export async function openFile(file: File): Promise<void> {
  const read = await readFile(file).catch((error: Error) => error.message)
  if (typeof read === 'string') return complain(`${file.name} was not opened`, read)
  openNew(read.name === 'Untitled' ? { ...read, name: file.name.replace(/\.[^.]+$/, '').slice(0, 200) } : read)
  tell('Opened', file.name)
}

/** Asks for a file by the browser's own dialog. */
export function chooseFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json,image/png'
  input.onchange = () => input.files?.[0] && void openFile(input.files[0])
  input.click()
}
