/** Reads and writes the text chunks of a PNG: PNG specification, third edition, §11.3.3. */
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10]
/** A saved picture carries its document under this keyword. */
export const WORKFLOW_KEYWORD = 'latent-loom'

type Chunk = { readonly type: string; readonly data: Uint8Array }

export const isPng = (bytes: Uint8Array) => SIGNATURE.every((byte, place) => bytes[place] === byte)

/** Chunks in order; stops quietly where the file is cut short. */
function* chunks(bytes: Uint8Array): Generator<Chunk, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = SIGNATURE.length
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at)
    if (at + 12 + length > bytes.length) return
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) }
    at += 12 + length
  }
}

/** Text kept under a keyword, from an iTXt or a tEXt chunk; compressed text is inflated by the platform. */
export async function pngText(bytes: Uint8Array, keyword: string): Promise<string | undefined> {
  if (!isPng(bytes)) return undefined
  for (const { type, data } of chunks(bytes)) {
    if (type !== 'iTXt' && type !== 'tEXt' && type !== 'zTXt') continue
    const end = data.indexOf(0)
    if (end < 0 || latin1(data.subarray(0, end)) !== keyword) continue
    if (type === 'tEXt') return utf8OrLatin1(data.subarray(end + 1))
    if (type === 'zTXt') return utf8OrLatin1(await inflate(data.subarray(end + 2)))
    const compressed = data[end + 1] === 1
    const language = data.indexOf(0, end + 3) // flag and method come before it
    const translated = data.indexOf(0, language + 1)
    if (language < 0 || translated < 0) continue
    const text = data.subarray(translated + 1)
    return new TextDecoder().decode(compressed ? await inflate(text) : text)
  }
  return undefined
}

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes)

/** tEXt is Latin-1 by the book; most programs write UTF-8. */
function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
