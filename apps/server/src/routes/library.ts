import { describeNodes, type NodeLibrary } from '@loom/runtime'
import { Router } from 'express'
import { modelSummary, type Shelf } from '../model-shelf'
import type { Templates } from '../templates'

export function libraryRoutes(library: NodeLibrary, models: Shelf, templates: Templates): Router {
  const router = Router()

  // GET /api/v1/nodes → NodeSpec[]
  router.get('/nodes', async (_req, res) => {
    await models.refresh()
    res.json(describeNodes(library, models.listed()))
  })

  // GET /api/v1/models → ModelSummary[]
  router.get('/models', async (_req, res) => {
    await models.refresh()
    res.json(models.entries().map(modelSummary))
  })

  // GET /api/v1/templates → Template[]
  router.get('/templates', async (_req, res) => {
    res.json(await templates.list())
  })

  return router
}
