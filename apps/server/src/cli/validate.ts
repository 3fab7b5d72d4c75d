import { sentence } from '@loom/protocol'
import { checkWorkflow } from '@loom/runtime'
import { only, read, shared } from './options'
import { openShelves, placesOf } from './places'
import { readGraph } from './read-graph'

export async function validate(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, shared)
  const file = only(positionals, 'workflow file')
  const [workflow, { library, models }] = await Promise.all([readGraph(file), openShelves(placesOf(values))])
  const problems = checkWorkflow(workflow, library, { models: models.listed() })
  if (values.json) process.stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`)
  else if (problems.length === 0) {
    const count = Object.keys(workflow.nodes).length
    process.stdout.write(`${file}: ${count} ${count === 1 ? 'node' : 'nodes'}, no problems\n`)
  } else process.stderr.write(problems.map((problem) => `${file}: ${sentence(problem)}\n`).join(''))
  return problems.length === 0 ? 0 : 2
}
