import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'

/** Bytes that this process may still take before the system refuses or kills. `root` is where proc and sys lie. */
export function freeBytes(root = '/'): number {
  const available = kilobytes(read(join(root, 'proc/meminfo')), 'MemAvailable')
  // Elsewhere "free" leaves out what is only cached, which would be given up at once.
  const system = available ?? Math.max(freemem(), totalmem() / 2)
  return Math.max(0, Math.min(system, ...limits(root)))
}

/** What the control groups of this process leave it: https://docs.kernel.org/admin-guide/cgroup-v2.html, Memory. */
function limits(root: string): number[] {
  const left: number[] = []
  for (const line of read(join(root, 'proc/self/cgroup')).split('\n')) {
    const [, controllers, path] = line.split(':')
    if (path === undefined || !/^$|(^|,)memory(,|$)/.test(controllers!)) continue
    const second = controllers === ''
    const top = join(root, 'sys/fs/cgroup', second ? '' : 'memory')
    const [most, used] = second ? ['memory.max', 'memory.current'] : ['memory.limit_in_bytes', 'memory.usage_in_bytes']
    for (let at = path; ; at = dirname(at)) {
      const folder = join(top, at)
      const [limit, taken] = [most, used].map((name) => Number.parseInt(read(join(folder, name!)), 10)) as [
        number,
        number,
      ]
      if (limit >= 0 && taken >= 0) left.push(limit - taken + cached(read(join(folder, 'memory.stat'))))
      if (at === '/' || at === '.') break
    }
  }
  return left
}

/** Pages of files, which count as used and are given up when memory is short. */
const cached = (stat: string): number =>
  ['inactive_file', 'active_file'].reduce(
    (all, name) => all + Number(new RegExp(`^${name} (\\d+)`, 'm').exec(stat)?.[1] ?? 0),
    0,
  )

function kilobytes(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]
  return found === undefined ? undefined : Number(found) * 1024
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
