import { randomUUID } from 'node:crypto'
import type { SavedWorkflow, Workflow, WorkflowSummary } from '@loom/protocol'
import { RequestError } from '../errors'
import { transaction } from './connection'
import type { Databases } from './database'

type Row = { id: string; name: string; revision: number; updated_at: number; document: string }

const summary = ({ id, name, revision, updated_at }: Row): WorkflowSummary => ({
  id,
  name,
  revision,
  updatedAt: updated_at,
})
const unknown = () => new RequestError(404, 'unknown-workflow', 'There is no saved workflow with this id')

/** Documents that people saved; each save counts a revision up. */
export class WorkflowStore {
  readonly #db
  readonly #statements

  constructor({ state: db }: Databases) {
    this.#db = db
    this.#statements = {
      list: db.prepare('select id, name, revision, updated_at from workflows order by updated_at desc'),
      get: db.prepare('select * from workflows where id = ?'),
      insert: db.prepare('insert into workflows (id, name, revision, updated_at, document) values (?, ?, 1, ?, ?)'),
      update: db.prepare('update workflows set name = ?, revision = ?, updated_at = ?, document = ? where id = ?'),
      remove: db.prepare('delete from workflows where id = ?'),
    }
  }

  list(): WorkflowSummary[] {
    return (this.#statements.list.all() as Row[]).map(summary)
  }

  get(id: string): SavedWorkflow {
    const row = this.#statements.get.get(id) as Row | undefined
    if (!row) throw unknown()
    return { ...summary(row), workflow: JSON.parse(row.document) as Workflow }
  }

  create(workflow: Workflow): SavedWorkflow {
    const id = randomUUID()
    this.#statements.insert.run(id, workflow.name, Date.now(), JSON.stringify(workflow))
    return this.get(id)
  }

  /** Refuses a save that does not come from the newest revision, when it says which one it comes from. */
  save(id: string, workflow: Workflow, revision: number | undefined): SavedWorkflow {
    return transaction(this.#db, () => {
      const saved = this.get(id)
      if (revision !== undefined && revision !== saved.revision)
        throw new RequestError(409, 'newer-revision', 'This workflow was saved by somebody else in the meantime', {
          detail: `the newest revision is ${saved.revision}, this save comes from ${revision}`,
        })
      this.#statements.update.run(workflow.name, saved.revision + 1, Date.now(), JSON.stringify(workflow), id)
      return this.get(id)
    })
  }

  remove(id: string): void {
    if (this.#statements.remove.run(id).changes === 0) throw unknown()
  }
}
