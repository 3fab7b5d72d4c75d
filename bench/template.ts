import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Workflow } from '@loom/protocol'
import { root } from './server'

/** A workflow of `graphs/`. */
export const template = (name: string): Workflow => JSON.parse(readFileSync(join(root, `graphs/${name}.json`), 'utf8'))
