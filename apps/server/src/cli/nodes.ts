import { describeNodes } from '@loom/runtime'
import { InputFault } from './input-fault'
import { read, shared } from './options'
import { openShelves, placesOf } from './places'
import { table } from './table'

export async function nodes(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, shared)
  if (positionals.length > 0) throw new InputFault(`nodes takes no "${positionals[0]}"`)
  const { library, models } = await openShelves(placesOf(values))
  const specs = describeNodes(library, models.listed())
  if (values.json) process.stdout.write(`${JSON.stringify(specs, null, 2)}\n`)
  else process.stdout.write(table(specs.map(({ type, category, description }) => [type, category, description])))
  return 0
}
