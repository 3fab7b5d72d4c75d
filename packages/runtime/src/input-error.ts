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
