/** Also true of one from a library that was bundled with a runtime of its own. */
export const isInputError = (error: unknown): error is InputError =>
  error instanceof Error && error.name === 'InputError'

/** Thrown by a node's `run` when one of its inputs is at fault; the mark goes to that input. */
export class InputError extends Error {
  override readonly name = 'InputError'
  constructor(
    readonly input: string,
    message: string,
  ) {
    super(message)
  }
}
