/** Something is wrong with a person's model files or with what is asked of a model; the message is a sentence for that person. */
export class ModelError extends Error {
  override name = 'ModelError'
}

/** Refuses in the name of a model what does not fit. */
export const expecting =
  (name: string) =>
  (fits: boolean, expected: string, came: string): void => {
    if (!fits) throw new ModelError(`${name}: ${expected}; got ${came}`)
  }
