import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Inspection, inspectModel, type ModelEntry, ModelError, type WeightGroup } from '@loom/models'
import { PullFault } from '../pull/fault'
import { pull } from '../pull/pull'
import { CommandFailure, InputFault } from './input-fault'
import { only, read, shared } from './options'
import { openShelves, type Places, placesOf } from './places'
import { statusLine } from './progress-line'
import { table } from './table'

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

const precisionOf = ({ precision }: WeightGroup) => Object.keys(precision).join(', ')
const row = (group: WeightGroup) => [group.part, precisionOf(group), megabytes(group.bytes), `${group.tensors} tensors`]

function told(inspection: Inspection): string {
  const { path, is, kind, format, prediction, bytes, parts, missing, unused } = inspection
  const rows = [
    ['path', path],
    ['is', is],
    ...(kind === undefined ? [] : [['kind', kind]]),
    ['format', format],
    ['size', megabytes(bytes)],
    ...(prediction === undefined ? [] : [['predicts', prediction]]),
  ]
  const lists = [
    ['parts', parts.map(row)],
    ['not read', unused.map(row)],
    ['missing', missing.map((what) => [what])],
  ] as const
  const shown = lists.filter(([, list]) => list.length > 0).map(([title, list]) => `\n${title}\n${table(list)}`)
  return table(rows) + shown.join('')
}

/** The model of this name in the models folders, or the file or folder at this path. */
function pathOf(name: string, entries: readonly ModelEntry[]): string {
  const entry = entries.find((entry) => entry.name === name)
  if (entry) return entry.path
  if (existsSync(name)) return name
  const names = entries.map((entry) => entry.name).join(', ') || 'none'
  throw new InputFault(`there is no model "${name}"; there are: ${names}`)
}

/** Fetches a model into the first folder that was named, or the data folder's own; says where it is. */
async function pullModel(what: string, { data }: Places, named?: string): Promise<number> {
  const folder = resolve(named ?? join(data, 'models'))
  const line = statusLine()
  try {
    const place = await pull(what, folder, (file, done, total) => {
      const of = total === undefined ? '' : ` of ${megabytes(total)}`
      line.show(`${file}  ${megabytes(done)}${of}`)
    })
    line.show('')
    process.stdout.write(`${place}\n`)
    return 0
  } catch (error) {
    line.show('')
    throw error instanceof PullFault || 'code' in (error as Error)
      ? new CommandFailure((error as Error).message)
      : error
  }
}

export async function models(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, shared)
  const [action, ...words] = positionals
  if (action === 'pull') return pullModel(only(words, 'model to fetch'), placesOf(values), values.models?.[0])
  if (action !== 'ls' && action !== 'inspect')
    throw new InputFault(`loom models takes ls, inspect or pull, got ${action ? `"${action}"` : 'neither'}`)
  const { models } = await openShelves(placesOf(values))
  const entries = models.entries()
  const print = (data: unknown, text: string) =>
    process.stdout.write(values.json ? `${JSON.stringify(data, null, 2)}\n` : text)
  if (action === 'ls') {
    if (words.length > 0) throw new InputFault(`models ls takes no "${words[0]}"`)
    if (entries.length === 0) process.stderr.write('there is no model in the models folders\n')
    print(entries, table(entries.map(({ name, kind, size, title }) => [name, kind, megabytes(size), title])))
    return 0
  }
  const name = only(words, 'model')
  try {
    const inspection = await inspectModel(pathOf(name, entries))
    print(inspection, told(inspection))
    return 0
  } catch (error) {
    throw error instanceof ModelError ? new InputFault(error.message) : error
  }
}
