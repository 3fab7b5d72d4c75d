import type { NodeLibrary } from '@loom/runtime'
import express, { type Express, Router } from 'express'
import type { Logger } from 'pino'
import type { EngineProcess } from './engine/engine-process'
import { errorAnswers, unknownRoute } from './errors'
import type { Shelf } from './model-shelf'
import { assetRoutes } from './routes/assets'
import { healthRoute } from './routes/health'
import { libraryRoutes } from './routes/library'
import { openApiRoute } from './routes/openapi'
import { pageRoutes } from './routes/page'
import { runRoutes } from './routes/runs'
import { workflowRoutes } from './routes/workflows'
import type { RunQueue } from './runs/run-queue'
import type { AssetFiles } from './store/asset-files'
import type { WorkflowStore } from './store/workflow-store'
import type { Templates } from './templates'
import type { Guard } from './trust/guard'
import { guarded, safeHeaders, withToken } from './trust/middleware'
import type { TokenCheck } from './trust/token'

export type AppParts = {
  runs: RunQueue
  engine: Pick<EngineProcess, 'state' | 'choice'>
  library: NodeLibrary
  models: Shelf
  workflows: WorkflowStore
  assets: AssetFiles
  templates: Templates
  /** Folder of the built editor. */
  page: string
  guard: Guard
  tokens: TokenCheck
  log: Logger
}

/** The HTTP side of the server. Opens no port. */
export function createApp(parts: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(safeHeaders, guarded(parts.guard))
  app.use('/health', healthRoute(parts.runs, parts.engine))
  const api = Router()
    .use(withToken(parts.tokens))
    .use(libraryRoutes(parts.library, parts.models, parts.templates))
    .use(openApiRoute())
    .use('/workflows', workflowRoutes(parts.workflows))
    .use('/runs', runRoutes(parts.runs))
    .use('/assets', assetRoutes(parts.assets))
    .use(unknownRoute)
  app.use('/api/v1', api)
  app.use('/api', unknownRoute)
  app.use(pageRoutes(parts.page, parts.tokens))
  app.use(unknownRoute, errorAnswers(parts.log))
  return app
}
