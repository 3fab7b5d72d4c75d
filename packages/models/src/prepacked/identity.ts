import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { arch, cpus, platform } from 'node:os'

/** What the layout of weights depends on: kernels are chosen by what the processor can do. */
function processor(): string {
  const [first] = cpus()
  return [platform(), arch(), first?.model, flags()].join('\n')
}

/** On Linux: what the processor can do, as far as the system lets it. */
function flags(): string | undefined {
  try {
    return /^(flags|Features)\s*:.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0]
  } catch {
    return undefined
  }
}

/** Names a graph with weights from `files` as they are now, for this processor and a version of onnxruntime. */
export async function identityOf(model: Uint8Array, files: Iterable<string>, runtime: string): Promise<string> {
  const hash = createHash('sha256').update(model).update(`\n${runtime}\n${processor()}`)
  for (const file of new Set(files)) {
    const { size, mtimeMs } = await stat(file)
    hash.update(`\n${file} ${size} ${mtimeMs}`)
  }
  return hash.digest('hex').slice(0, 16)
}
