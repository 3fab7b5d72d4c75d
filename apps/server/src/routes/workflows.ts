import { readWorkflow, SaveRequest, type Workflow } from '@loom/protocol'
import { Router } from 'express'
import { RequestError } from '../errors'
import type { WorkflowStore } from '../store/workflow-store'
import { jsonBody } from '../trust/json-body'
import { uuidOf } from './ids'

/** Any version of the document, unfinished ones too; brought to the newest. */
function workflowIn(request: SaveRequest): Workflow {
  const read = readWorkflow(request.workflow)
  if (read.ok) return read.workflow
  throw new RequestError(422, 'not-a-workflow', 'This is not a workflow', { problems: read.problems })
}

export function workflowRoutes(workflows: WorkflowStore): Router {
  const router = Router()

  // GET /api/v1/workflows → WorkflowSummary[], last saved first
  router.get('/', (_req, res) => {
    res.json(workflows.list())
  })

  // POST /api/v1/workflows {workflow} → 201 SavedWorkflow
  router.post('/', jsonBody, (req, res) => {
    const saved = workflows.create(workflowIn(SaveRequest.parse(req.body)))
    res.status(201).location(`/api/v1/workflows/${saved.id}`).json(saved)
  })

  // GET /api/v1/workflows/:id → SavedWorkflow
  router.get('/:id', (req, res) => {
    res.json(workflows.get(uuidOf(req.params.id, 'workflow')))
  })

  // PUT /api/v1/workflows/:id {workflow, revision?} → SavedWorkflow; 409 when `revision` is no longer the newest
  router.put('/:id', jsonBody, (req, res) => {
    const request = SaveRequest.parse(req.body)
    res.json(workflows.save(uuidOf(req.params.id, 'workflow'), workflowIn(request), request.revision))
  })

  // DELETE /api/v1/workflows/:id → 204
  router.delete('/:id', (req, res) => {
    workflows.remove(uuidOf(req.params.id, 'workflow'))
    res.sendStatus(204)
  })

  return router
}
