import { isPng, pngText, WORKFLOW_KEYWORD } from './png-text'

const MARK = `${WORKFLOW_KEYWORD}:`

/** The document, as JSON, that a picture carries: in a text chunk of a PNG, in the EXIF description of a WebP or JPEG. */
export async function carriedWorkflow(picture: Uint8Array): Promise<string | undefined> {
  if (isPng(picture)) return pngText(picture, WORKFLOW_KEYWORD)
  const { default: ExifReader } = await import('exifreader') // fetched when such a picture is dropped
  const own = new Uint8Array(picture) // the reader looks at the whole buffer behind the bytes
  const description = await Promise.resolve(own.buffer)
    .then((buffer) => ExifReader.load(buffer).ImageDescription?.description)
    .catch(() => undefined) // no EXIF at all
  return description?.startsWith(MARK) ? description.slice(MARK.length) : undefined
}
