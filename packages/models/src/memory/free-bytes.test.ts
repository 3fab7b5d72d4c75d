import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freeBytes } from './free-bytes'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loom-'))
  put('proc/meminfo', 'MemTotal:       8000000 kB\nMemFree:         100000 kB\nMemAvailable:   4000000 kB\n')
})
afterEach(() => rmSync(root, { recursive: true }))

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

it('takes what the system says is available, not what lies idle', () => {
  expect(freeBytes(root)).toBe(4_096_000_000)
  put('proc/self/cgroup', '0::/user.slice\n')
  put('sys/fs/cgroup/user.slice/memory.max', 'max\n')
  expect(freeBytes(root)).toBe(4_096_000_000)
})

it('keeps within the control group and those above it, whose cached files it may push out', () => {
  put('proc/self/cgroup', '0::/box/inner\n')
  put('sys/fs/cgroup/box/inner/memory.max', 'max\n')
  put('sys/fs/cgroup/box/memory.max', '2000000000\n')
  put('sys/fs/cgroup/box/memory.current', '1500000000\n')
  put('sys/fs/cgroup/box/memory.stat', 'anon 1200000000\ninactive_file 200000000\nactive_file 100000000\n')
  expect(freeBytes(root)).toBe(800_000_000)
  put('sys/fs/cgroup/box/memory.max', '1000000000\n')
  expect(freeBytes(root)).toBe(0)
})

it('reads control groups of the first version', () => {
  put('proc/self/cgroup', '5:cpu,cpuacct:/a\n4:memory:/docker/abc\n')
  put('sys/fs/cgroup/memory/memory.limit_in_bytes', '1000000000\n') // inside a container its group is the top
  put('sys/fs/cgroup/memory/memory.usage_in_bytes', '400000000\n')
  expect(freeBytes(root)).toBe(600_000_000)
})
