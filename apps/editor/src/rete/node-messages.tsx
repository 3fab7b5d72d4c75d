import type { NodeError, Problem } from '@loom/protocol'

type NodeMessagesProps = {
  readonly type: string
  readonly unknown: boolean
  readonly error: NodeError | undefined
  readonly warnings: readonly string[] | undefined
  readonly problems: readonly Problem[]
}

/** What is wrong with a node, and what it warns of, one sentence each. */
export function NodeMessages({ type, unknown, error, warnings = [], problems }: NodeMessagesProps) {
  const sentences = [
    ...(unknown ? [`The server has no node type “${type}”. Its settings are kept.`] : []),
    ...(error ? [error.input ? `${error.input}: ${error.message}` : error.message] : []),
    ...problems.filter(() => !unknown).map(({ input, message }) => (input ? `${input}: ${message}` : message)),
  ]
  if (sentences.length === 0 && warnings.length === 0) return null
  return (
    <div className="node-messages" role="alert">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {warnings.map((sentence) => (
        <p key={sentence} className="node-warning">
          {sentence}
        </p>
      ))}
    </div>
  )
}
