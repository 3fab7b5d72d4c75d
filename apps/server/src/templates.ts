import { readdir, readFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { readWorkflowText, type Template } from '@loom/protocol'
import type { Logger } from 'pino'

export interface Templates {
  list(): Promise<Template[]>
}

/** The documents of a folder, by file name. One that cannot be read is left out and said in the log. */
export function templatesIn(folder: string, log: Logger): Templates {
  return {
    async list() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
      const read = await Promise.all(
        names.map(async (name) => ({ name, read: readWorkflowText(await readFile(join(folder, name), 'utf8')) })),
      )
      return read.flatMap(({ name, read }) => {
        if (read.ok) return [{ id: parse(name).name, workflow: read.workflow }]
        log.warn({ template: name, problems: read.problems }, 'a template cannot be read')
        return []
      })
    },
  }
}
