import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Scope } from '@loom/onnx-graph'
import { readCheckpoint } from '../checkpoint'
import { ModelError } from '../error'
import { fileKind } from '../single/file-kind'
import { compactNet } from './compact'
import type { UpscalerConfig } from './config'
import { compactSign, highest, prefixOf, rrdbLayouts } from './names'
import { rrdbNet } from './rrdb'
import { compactConfigOf, rrdbConfigOf, type ShapeOf } from './shape'
import { StrictWeights } from './strict-weights'

/** An upscaler whose tensors are all there and all used; `graph` points at them. */
type ReadUpscaler = { readonly file: string; readonly config: UpscalerConfig; readonly graph: Scope }

/** Reads an upscaler of the ESRGAN family: an RRDBNet in any of its ways of naming, or an SRVGGNetCompact. */
export async function readUpscaler(path: string): Promise<ReadUpscaler> {
  const file = await realpath(path).catch(() => resolve(path))
  const all = await readCheckpoint(file)
  const { role, is } = fileKind(all.names)
  if (role !== 'upscaler') throw new ModelError(`${file} is not an upscaler of the ESRGAN family but ${is}`)
  const { prefix, nameOf, configOf } = networkIn(file, all.names)
  const weights = new StrictWeights(file, all, (name) => prefix + nameOf(name))
  const config = configOf((name) => weights.get(name).shape)
  const graph = config.architecture === 'RRDBNet' ? rrdbNet(weights, config) : compactNet(weights, config)
  const left = all.names.find((name) => name.startsWith(prefix) && !weights.asked.has(name))
  if (left !== undefined) throw new ModelError(`${file} has ${left}, for which an ${config.architecture} has no place`)
  return { file, config, graph }
}

type Network = {
  readonly prefix: string
  readonly nameOf: (name: string) => string
  readonly configOf: (shapeOf: ShapeOf) => UpscalerConfig
}

/** Where the network of an upscaler's file is, and how it is named. */
function networkIn(file: string, names: readonly string[]): Network {
  const below = (prefix: string) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  for (const layout of rrdbLayouts) {
    const prefix = prefixOf(names, layout.sign)
    if (prefix === undefined) continue
    const own = below(prefix)
    const [blocks, doublings] = [highest(own, layout.sign) + 1, layout.doublings(own)]
    return {
      prefix,
      nameOf: (name) => layout.nameOf(name, blocks, doublings),
      configOf: (shapeOf) => rrdbConfigOf(file, shapeOf, blocks, doublings),
    }
  }
  const prefix = prefixOf(names, compactSign) ?? ''
  const last = 2 * Math.ceil(highest(below(prefix), /^body\.(?<index>\d+)\.weight$/) / 2) // slopes come between
  return { prefix, nameOf: (name) => name, configOf: (shapeOf) => compactConfigOf(file, shapeOf, last) }
}
