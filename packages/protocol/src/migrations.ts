import { type Problem, problemsOf } from './problem'
import { Workflow } from './workflow'

const NEWEST = 1
type Json = Record<string, unknown>

/** From version n to n + 1, at index n. A changed field comes with an entry here and an old document in the tests. */
const migrations: readonly ((document: Json) => Json)[] = [
  // 0, before the first release: nodes were a list with their ids inside
  (document) => ({
    ...document,
    version: 1,
    nodes: Array.isArray(document.nodes)
      ? Object.fromEntries(document.nodes.map(({ id, ...node }: Json & { id: string }) => [id, node]))
      : document.nodes,
  }),
]

export type ReadWorkflow = { ok: true; workflow: Workflow } | { ok: false; problems: Problem[] }

const refused = (path: string, message: string): ReadWorkflow => ({ ok: false, problems: [{ path, message }] })
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads any version of the document, newest included; says each place at fault. */
export function readWorkflow(document: unknown): ReadWorkflow {
  if (!isObject(document)) return refused('', 'a workflow is a JSON object')
  if (document.format !== 'latent-loom/workflow')
    return refused('format', `expected "latent-loom/workflow", got ${JSON.stringify(document.format) ?? 'nothing'}`)
  const { version } = document
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0)
    return refused('version', `expected a whole number, got ${JSON.stringify(version) ?? 'nothing'}`)
  if (version > NEWEST)
    return refused('version', `${version} is newer than this program, which reads up to ${NEWEST}; update it`)
  const newest = migrations.slice(version).reduce((older, migrate) => migrate(older), document)
  const parsed = Workflow.safeParse(newest)
  return parsed.success ? { ok: true, workflow: parsed.data } : { ok: false, problems: problemsOf(parsed.error) }
}

/** As `readWorkflow`, from the text of a file. */
export function readWorkflowText(text: string): ReadWorkflow {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return refused('', `this is not JSON: ${(error as Error).message}`)
  }
  return readWorkflow(document)
}
