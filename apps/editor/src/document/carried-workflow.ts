import { exifDescription } from './exif-description'
import { isPng, pngText, WORKFLOW_KEYWORD } from './png-text'

const MARK = `${WORKFLOW_KEYWORD}:`

/** The document, as JSON, that a picture carries: in a text chunk of a PNG, in the EXIF description of a WebP or JPEG. */
export async function carriedWorkflow(picture: Uint8Array): Promise<string | undefined> {
  if (isPng(picture)) return pngText(picture, WORKFLOW_KEYWORD)
  const description = exifDescription(picture)
  return description?.startsWith(MARK) ? description.slice(MARK.length) : undefined
}
