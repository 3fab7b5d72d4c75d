import { ApiError, type Connection, createClient, type Listeners } from '@loom/client'
import type { RunSummary } from '@loom/protocol'
import { QueryClient, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { declare } from './specs-store'
import { useUi } from './ui-store'

export type { ConnectionState, EngineState } from '@loom/client'
export { ApiError }

/** The server that gave out this page. */
export const api = createClient()

export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: 3, retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 5_000) },
  },
})

/** Declarations of the node types; asked for until the server answers. */
export function useNodeSpecs() {
  const query = useQuery({ queryKey: ['nodes'], queryFn: api.nodes, retry: true, staleTime: Number.POSITIVE_INFINITY })
  useEffect(() => {
    if (query.data) declare(query.data)
  }, [query.data])
  return query
}

/** What the server computes on; asked anew when the engine has started. */
export function useHealth() {
  const engine = useUi((state) => state.engine)
  return useQuery({ queryKey: ['health', engine], queryFn: api.health, staleTime: Number.POSITIVE_INFINITY })
}

export const useModels = () => useQuery({ queryKey: ['models'], queryFn: api.models })
export const useTemplates = () => useQuery({ queryKey: ['templates'], queryFn: api.templates, retry: true })
export const useWorkflows = (enabled: boolean) =>
  useQuery({ queryKey: ['workflows'], queryFn: api.workflows.list, enabled, staleTime: 0 })
export const useRuns = (enabled: boolean) => useQuery({ queryKey: ['runs'], queryFn: () => api.runs.list(60), enabled })

/** Puts what the socket told of a run into the list that is shown. */
export function keepRun(run: RunSummary): void {
  queries.setQueryData<RunSummary[]>(['runs'], (runs) => {
    if (!runs) return runs
    const known = runs.some(({ id }) => id === run.id)
    return known ? runs.map((other) => (other.id === run.id ? run : other)) : [run, ...runs]
  })
}

/** After the socket came back: what was shown may be old. */
export const refreshAll = () => queries.invalidateQueries()

let connection: Connection | undefined
export function connect(listeners: Listeners): () => void {
  connection = api.connect(listeners)
  return () => connection?.close()
}
export const follow = (run: string, after = 0) => connection?.follow(run, after)
export const unfollow = (run: string) => connection?.unfollow(run)

/** One sentence for whatever was thrown. */
export const said = (error: unknown) => (error instanceof Error ? error.message : String(error))
