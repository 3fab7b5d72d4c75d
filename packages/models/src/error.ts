/** Something is wrong with a person's model files or with what is asked of a model; the message is a sentence for that person. */
export class ModelError extends Error {
  override name = 'ModelError'
}
