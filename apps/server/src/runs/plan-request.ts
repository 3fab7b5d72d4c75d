import { type Problem, RunRequest, readWorkflow } from '@loom/protocol'
import { applySettings, type ListedModel, type NodeLibrary, planRun } from '@loom/runtime'
import { RequestError } from '../errors'
import type { RunJob } from '../store/run-store'

const refuse = (problems: readonly Problem[]) =>
  new RequestError(422, 'cannot-run', 'This workflow cannot run', { problems })

/** What a request asks to run, checked as far as it can be without running. */
export function planRequest(body: unknown, library: NodeLibrary, models: readonly ListedModel[]): Omit<RunJob, 'id'> {
  const request = RunRequest.parse(body)
  const read = readWorkflow(request.workflow)
  if (!read.ok) throw refuse(read.problems)
  const changed = applySettings(read.workflow, request.set ?? {})
  if (!changed.ok) throw refuse(changed.problems)
  const { outputs } = request
  const planned = planRun(changed.workflow, library, { models, ...(outputs && { outputs }) })
  if (!planned.ok) throw refuse(planned.problems)
  return { workflow: changed.workflow, outputs, observe: request.observe ?? false }
}
