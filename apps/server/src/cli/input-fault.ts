import { type Problem, sentence } from '@loom/protocol'

/** What a person gave is wrong: said on stderr, a line each, and the command exits with 2. */
export class InputFault extends Error {
  override name = 'InputFault'
  static of(problems: readonly Problem[]): InputFault {
    return new InputFault(problems.map(sentence).join('\n'))
  }
}

/** It could not be done though nothing was wrong with what was given: exit code 1. */
export class CommandFailure extends Error {
  override name = 'CommandFailure'
}
