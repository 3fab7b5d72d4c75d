import { type Problem, ProblemDetails, sentence } from '@loom/protocol'

/** An answer that is not 2xx, or no answer at all (`status` 0). `message` is one sentence for a toast or a terminal. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly problems: readonly Problem[]

  constructor(details: {
    status: number
    title: string
    detail?: string | undefined
    problems?: Problem[] | undefined
  }) {
    const first = details.problems?.[0]
    super(details.detail ?? (first ? sentence(first) : details.title))
    this.status = details.status
    this.title = details.title
    this.detail = details.detail
    this.problems = details.problems ?? []
  }
}

/** The error that an answer tells, also when something between here and the server wrote it. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => undefined)
  const details = ProblemDetails.safeParse(body)
  if (details.success) return new ApiError(details.data)
  return new ApiError({
    status: response.status,
    title: response.statusText || `The server answered ${response.status}`,
  })
}
