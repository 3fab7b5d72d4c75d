import * as protocol from '@loom/protocol'
import { Router } from 'express'
import { z } from 'zod'
import { VERSION } from '../version'

const schemas = {
  Workflow: protocol.Workflow,
  NodeSpec: protocol.NodeSpec,
  ModelSummary: protocol.ModelSummary,
  Template: protocol.Template,
  WorkflowSummary: protocol.WorkflowSummary,
  SavedWorkflow: protocol.SavedWorkflow,
  SaveRequest: protocol.SaveRequest,
  RunRequest: protocol.RunRequest,
  RunSummary: protocol.RunSummary,
  RunDetails: protocol.RunDetails,
  RunEvent: protocol.RunEvent,
  ImageAsset: protocol.ImageAsset,
  Health: protocol.Health,
  ProblemDetails: protocol.ProblemDetails,
}
type Name = keyof typeof schemas
type Call = { says: string; gives?: Name | [Name] | 'image' | 'events'; takes?: Name | 'image'; status?: number }

/** Every call: its words, what it takes and gives. */
const calls: Record<string, Call> = {
  'GET /api/v1/nodes': { says: 'The node types there are', gives: ['NodeSpec'] },
  'GET /api/v1/models': { says: 'The models there are', gives: ['ModelSummary'] },
  'GET /api/v1/templates': { says: 'Workflows to begin with', gives: ['Template'] },
  'GET /api/v1/workflows': { says: 'Saved workflows, last saved first', gives: ['WorkflowSummary'] },
  'POST /api/v1/workflows': { says: 'Save a new workflow', takes: 'SaveRequest', gives: 'SavedWorkflow', status: 201 },
  'GET /api/v1/workflows/{id}': { says: 'A saved workflow', gives: 'SavedWorkflow' },
  'PUT /api/v1/workflows/{id}': { says: 'Save it again', takes: 'SaveRequest', gives: 'SavedWorkflow' },
  'DELETE /api/v1/workflows/{id}': { says: 'Remove it' },
  'GET /api/v1/runs': { says: 'Runs, newest first (?limit=50)', gives: ['RunSummary'] },
  'POST /api/v1/runs': { says: 'Run a workflow', takes: 'RunRequest', gives: 'RunSummary', status: 202 },
  'GET /api/v1/runs/{id}': { says: 'A run', gives: 'RunDetails' },
  'DELETE /api/v1/runs/{id}': { says: 'Cancel a run, waiting or going' },
  'GET /api/v1/runs/{id}/events': {
    says: 'What a run tells, until it ends; Last-Event-ID goes on after an event, 204 when there is nothing more',
    gives: 'events',
  },
  'POST /api/v1/assets': { says: 'Upload an image', takes: 'image', gives: 'ImageAsset', status: 201 },
  'GET /api/v1/assets/{id}': { says: 'An image', gives: 'image' },
  'GET /health': { says: 'Whether the server and its engine work', gives: 'Health' },
}

const schemaUri = (name: string) => `#/components/schemas/${name}`
const file = { schema: { type: 'string', format: 'binary' } }
const image = { 'image/png': file, 'image/jpeg': file, 'image/webp': file }

function content(what: NonNullable<Call['gives']>): object {
  if (what === 'image') return image
  if (what === 'events') return { 'text/event-stream': { schema: { $ref: schemaUri('RunEvent') } } }
  const schema = Array.isArray(what)
    ? { type: 'array', items: { $ref: schemaUri(what[0]) } }
    : { $ref: schemaUri(what) }
  return { 'application/json': { schema } }
}

function operation({ says, gives, takes, status }: Call, path: string): object {
  const ids = path.includes('{id}') ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] : []
  const problem = { 'application/problem+json': { schema: { $ref: schemaUri('ProblemDetails') } } }
  return {
    summary: says,
    ...(ids.length > 0 && { parameters: ids }),
    ...(takes && { requestBody: { required: true, content: content(takes) } }),
    responses: {
      [status ?? (gives ? 200 : 204)]: { description: says, ...(gives && { content: content(gives) }) },
      default: { description: 'What is wrong', content: problem },
    },
  }
}

/** The API as OpenAPI 3.1; its schemas are the ones that requests are checked with. */
export function openApi(): object {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const { schemas: described } = z.toJSONSchema(registry, { uri: schemaUri, io: 'input' })
  const paths: Record<string, Record<string, object>> = {}
  for (const [call, about] of Object.entries(calls)) {
    const [method, path] = call.split(' ') as [string, string]
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(about, path) }
  }
  const components = Object.fromEntries(
    Object.entries(described).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema]),
  )
  return {
    openapi: '3.1.0',
    info: { title: 'Latent Loom', version: VERSION, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: { schemas: components },
  }
}

// GET /api/v1/openapi.json
export function openApiRoute(): Router {
  let text: string | undefined
  return Router().get('/openapi.json', (_req, res) => {
    text ??= JSON.stringify(openApi(), null, 2)
    res.type('application/json').send(text)
  })
}
