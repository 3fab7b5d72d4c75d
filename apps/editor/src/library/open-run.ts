import { api } from '../api'
import { showRun } from '../run/run-control'
import { openNew } from './session'

/** Opens the document that a run ran, with its pictures on the nodes. */
export async function openRun(id: string): Promise<void> {
  const details = await api.runs.get(id)
  openNew(details.workflow)
  showRun(details)
}
