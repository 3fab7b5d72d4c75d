import { readWorkflowText, sentence, type Workflow } from '@loom/protocol'
import { addNodeAt } from '../actions'
import { api } from '../api'
import { canvas } from '../canvas-api'
import { carriedWorkflow } from '../document/carried-workflow'
import type { Point } from '../document/commands'
import { documentNow } from '../graph-store'
import { complain, tell } from '../notify'
import { specsNow } from '../specs-store'
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
async function readFile(file: Blob): Promise<Workflow | string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const isPicture = file.type.startsWith('image/')
  const text = isPicture ? await carriedWorkflow(bytes) : new TextDecoder().decode(bytes)
  if (text === undefined) return 'This picture carries no workflow'
  const read = readWorkflowText(text)
  return read.ok ? read.workflow : read.problems.slice(0, 3).map(sentence).join('; ')
}

/** Opens a file that was dropped or chosen. A picture without a workflow becomes a node that loads it, at `at`. */
export async function openFile(file: File, at?: Point): Promise<void> {
  const read = await readFile(file).catch((error: Error) => error.message)
  if (typeof read === 'string' && PICTURES.includes(file.type) && (await loadPicture(file, at))) return
  if (typeof read === 'string') return complain(`${file.name} was not opened`, read)
  openNew(read.name === 'Untitled' ? { ...read, name: file.name.replace(/\.[^.]+$/, '').slice(0, 200) } : read)
  tell('Opened', file.name)
}

const PICTURES = ['image/png', 'image/jpeg', 'image/webp']

async function loadPicture(file: File, at: Point = canvas()?.middle() ?? [0, 0]): Promise<boolean> {
  const spec = [...specsNow().values()].find(({ params }) => params.some(({ kind }) => kind === 'image'))
  const field = spec?.params.find(({ kind }) => kind === 'image')
  const asset = spec && (await api.assets.upload(file).catch(() => undefined))
  if (!spec || !field || !asset) return false
  addNodeAt(spec.type, at, { inputs: { [field.name]: asset.id } })
  tell('Added as a node', 'This picture carries no workflow.')
  return true
}

/** Asks for a file by the browser's own dialog. */
export function chooseFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = ['.json', 'application/json', ...PICTURES].join()
  input.onchange = () => input.files?.[0] && void openFile(input.files[0])
  input.click()
}
