import { z } from 'zod'

/** One place at fault. `path` is dotted from the document's root: `nodes.prompt.inputs.text`. */
export const Problem = z.object({
  path: z.string(),
  message: z.string(),
  node: z.string().optional(),
  input: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>

/** RFC 9457 problem details, as `application/problem+json`. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  problems: z.array(Problem).optional(),
})
export type ProblemDetails = z.infer<typeof ProblemDetails>

/** A schema error as problems, one per place. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.map((issue) => {
    const [root, node, field, input] = issue.path.map(String)
    return {
      path: issue.path.join('.'),
      message: issue.message,
      ...(root === 'nodes' && node !== undefined && { node }),
      ...(root === 'nodes' && field === 'inputs' && input !== undefined && { input }),
    }
  })
}

/** One sentence for a terminal or a toast: `prompt.text: expected a string`. */
export function sentence({ path, message, node, input }: Problem): string {
  const place = node ? [node, input].filter(Boolean).join('.') : path
  return place ? `${place}: ${message}` : message
}
