import type { ModelEntry } from '@loom/models'
import { InputFault } from './input-fault'
import { only, read, shared } from './options'
import { openShelves, placesOf } from './places'
import { table } from './table'

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

function inspect({ name, title, kind, size, path, problem }: ModelEntry): string {
  const rows = [
    ['name', name],
    ['title', title],
    ['kind', kind],
    ['weights', megabytes(size)],
    ['folder', path],
  ]
  return table(problem === undefined ? rows : [...rows, ['problem', problem]])
}

export async function models(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, shared)
  const [action, ...words] = positionals
  if (action !== 'ls' && action !== 'inspect')
    throw new InputFault(`loom models takes ls or inspect, got ${action ? `"${action}"` : 'neither'}`)
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
  const entry = entries.find((entry) => entry.name === name)
  const names = entries.map((entry) => entry.name).join(', ') || 'none'
  if (!entry) throw new InputFault(`there is no model "${name}"; there are: ${names}`)
  print(entry, inspect(entry))
  return 0
}
