import { readFile } from 'node:fs/promises'
import { readWorkflowText, type Workflow } from '@loom/protocol'
import { InputFault } from './input-fault'

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
}

/** The document in a file. */
export async function readGraph(file: string): Promise<Workflow> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputFault(`${file}: ${reasons[error.code ?? ''] ?? error.message}`)
  })
  const read = readWorkflowText(text)
  if (read.ok) return read.workflow
  const problems = read.problems.map(({ path, message }) => `${file}: ${path ? `${path}: ` : ''}${message}`)
  throw new InputFault(problems.join('\n'))
}
