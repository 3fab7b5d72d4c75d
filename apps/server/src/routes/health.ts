import type { Health } from '@loom/protocol'
import { Router } from 'express'
import type { EngineProcess } from '../engine/engine-process'
import type { RunQueue } from '../runs/run-queue'
import { VERSION } from '../version'

/** GET /health → Health; 200 while the server answers, `degraded` while its engine is being started again. */
export function healthRoute(runs: RunQueue, engine: Pick<EngineProcess, 'state' | 'choice'>): Router {
  return Router().get('/', (_req, res) => {
    const { state, choice } = engine
    const health: Health = {
      status: state === 'restarting' ? 'degraded' : 'ok',
      version: VERSION,
      engine: state,
      ...choice,
      ...runs.counts,
      uptimeS: Math.round(process.uptime()),
    }
    res.set('cache-control', 'no-store').json(health)
  })
}
