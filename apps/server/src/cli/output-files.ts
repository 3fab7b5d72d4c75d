import { existsSync, mkdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, parse, resolve } from 'node:path'
import { InputFault } from './input-fault'

/** Gives each picture of a run its file. */
export type NameFile = (suggested: string) => string

const PICTURES = ['.png', '.webp', '.jpg', '.jpeg']

const numbered = (file: string, n: number) => {
  const { dir, name, ext } = parse(file)
  return n === 1 ? file : join(dir, `${name}-${n}${ext}`)
}
/** `file` under the extension that `picture` has, when theirs mean different types. */
function withTypeOf(picture: string, file: string): string {
  const [wanted, is] = [extname(file), extname(picture)]
  const same = wanted.toLowerCase().replace('jpeg', 'jpg') === is
  return same ? file : file.slice(0, -wanted.length) + is
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory()

/**
 * Where the pictures go. A file name takes the first, its neighbours `-2`, `-3` … the others, over what was there before;
 * each with the extension of its type; a folder takes all under their own names and keeps what it has.
 */
export function outputFiles(out: string | undefined): NameFile {
  const taken = new Set<string>()
  const firstFree = (file: string, isFree: (file: string) => boolean): string => {
    for (let n = 1; ; n++) {
      const candidate = numbered(file, n)
      if (taken.has(candidate) || !isFree(candidate)) continue
      taken.add(candidate)
      return candidate
    }
  }
  if (out !== undefined && !isFolder(out) && extname(out) !== '' && !/[/\\]$/.test(out)) {
    if (!PICTURES.includes(extname(out).toLowerCase()))
      throw new InputFault(`--out takes a .png, .webp or .jpg file or a folder, got ${out}`)
    const folder = dirname(resolve(out))
    if (!isFolder(folder)) throw new InputFault(`--out ${out}: there is no folder ${folder}`)
    return (suggested) => firstFree(withTypeOf(suggested, out), () => true)
  }
  const folder = out ?? '.'
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new InputFault(`--out ${out}: ${(error as Error).message}`)
  }
  return (suggested) => firstFree(join(folder, basename(suggested)), (file) => !existsSync(file))
}
