import { statSync } from 'node:fs'
import { readModelFolder } from './folder'
import type { ModelParts } from './parts'
import { readModelFile } from './single/single-file'

/** Reads what a model consists of, from its folder or its one file. */
export const readModel = (path: string): Promise<ModelParts> =>
  isFile(path) ? readModelFile(path) : readModelFolder(path)

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
