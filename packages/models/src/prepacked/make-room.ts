import { readdir, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { files } from './seal'

/** What lies in the cache: models laid out, weights in 8 bits, and either while it is being written. */
const kept = /\.(prepacked|int8)$/
const unfinished = /\.(prepacked|int8)\.\w+$/
const abandonedAfter = 3_600_000 // ms: whoever writes is done by then, or gone

type Entry = { readonly path: string; readonly bytes: number; readonly usedMs: number; readonly removable: boolean }

/** Notes that what lies in a folder was used, where that may be written there. 8-bit files are read, which the system notes. */
export async function noteUse(folder: string): Promise<void> {
  const now = new Date()
  await utimes(join(folder, files.seal), now, now).catch(() => undefined)
}

/**
 * Removes from the cache what was not used for longest until so many bytes more keep it within `limit`; what is in `needed`
 * stays. Says what stands against it where it cannot be.
 */
export async function makeRoom(
  folder: string,
  limit: number,
  bytes: number,
  needed: ReadonlySet<string>,
): Promise<string | undefined> {
  const entries = await entriesOf(folder)
  let held = entries.reduce((all, entry) => all + entry.bytes, 0)
  const removable = entries.filter(({ path, removable }) => removable && !needed.has(path))
  const most = limit - held + removable.reduce((all, entry) => all + entry.bytes, 0)
  if (bytes > most)
    return `it takes ${megabytes(bytes)} of the disk, and ${megabytes(most)} of those allowed can be had`
  for (const { path, bytes: freed } of removable.sort((a, b) => a.usedMs - b.usedMs)) {
    if (held + bytes <= limit) break
    await rm(path, { recursive: true, force: true })
    held -= freed
  }
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  return bytes > free ? `it takes ${megabytes(bytes)} of the disk, and ${megabytes(free)} are free` : undefined
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const name of await readdir(folder)) {
    if (!kept.test(name) && !unfinished.test(name)) continue
    const path = join(folder, name)
    try {
      const { atimeMs, mtimeMs } = await stat(name.endsWith('.prepacked') ? join(path, files.seal) : path)
      const removable = kept.test(name) || Date.now() - mtimeMs > abandonedAfter
      entries.push({ path, bytes: await bytesOf(path), usedMs: atimeMs, removable })
    } catch {
      // Gone meanwhile: another process keeps the cache, too.
    }
  }
  return entries
}

async function bytesOf(path: string): Promise<number> {
  const found = await stat(path)
  if (!found.isDirectory()) return found.size
  const sizes = await Promise.all((await readdir(path)).map(async (name) => (await stat(join(path, name))).size))
  return sizes.reduce((all, size) => all + size, 0)
}

const megabytes = (bytes: number) => `${Math.ceil(Math.max(0, bytes) / 2 ** 20)} MB`
