import { z } from 'zod'
import { RequestError } from '../errors'

const Uuid = z.uuid()

/** An id from a path; what cannot be one is answered like one that is not there. */
export function uuidOf(text: unknown, noun: 'run' | 'workflow'): string {
  const id = Uuid.safeParse(text)
  if (!id.success) throw new RequestError(404, `unknown-${noun}`, `There is no ${noun} with this id`)
  return id.data
}
