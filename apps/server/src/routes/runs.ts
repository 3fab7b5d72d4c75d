import { Router } from 'express'
import { z } from 'zod'
import type { RunQueue } from '../runs/run-queue'
import { jsonBody } from '../trust/json-body'
import { streamEvents } from './event-stream'
import { uuidOf } from './ids'

const Page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) })
const After = z.coerce.number().int().min(0).default(0)

export function runRoutes(runs: RunQueue): Router {
  const router = Router()

  // GET /api/v1/runs?limit=50 → RunSummary[], newest first
  router.get('/', (req, res) => {
    res.json(runs.list(Page.parse(req.query).limit))
  })

  // POST /api/v1/runs RunRequest → 202 RunSummary; what happens next is told on the socket and at /events
  router.post('/', jsonBody, async (req, res) => {
    const run = await runs.start(req.body)
    res.status(202).location(`/api/v1/runs/${run.id}`).json(run)
  })

  // GET /api/v1/runs/:id → RunDetails
  router.get('/:id', (req, res) => {
    res.json(runs.details(uuidOf(req.params.id, 'run')))
  })

  // DELETE /api/v1/runs/:id → 204, also when the run has already ended
  router.delete('/:id', (req, res) => {
    runs.cancel(uuidOf(req.params.id, 'run'))
    res.sendStatus(204)
  })

  // GET /api/v1/runs/:id/events → Server-Sent Events until the run has ended; 204 when there is nothing more to tell
  router.get('/:id/events', async (req, res) => {
    const id = uuidOf(req.params.id, 'run')
    const after = After.parse(req.get('last-event-id') || (req.query.after ?? 0))
    if (runs.hasMore(id, after)) await streamEvents(res, (signal) => runs.events(id, after, signal))
    else res.sendStatus(204)
  })

  return router
}
