import type { Adapter, Float, Scope, Value } from '@loom/onnx-graph'
import * as nn from '@loom/onnx-graph'
import { changesWeight, fullDelta } from './full-delta'
import { LayerTensors } from './layer-tensors'
import type { LoraFile } from './lora-file'
import { loraNames, type ModelPart } from './lora-names'
import { isBranch, lowRank, rankOf } from './low-rank'

/** The graph's input for the strength of the LoRA that stands so far down its stack, a single number. */
export const strengthName = (index: number): string => `lora/${index}`

/**
 * Puts a stack of LoRA files into one part of a model while its graph is built; their strengths are inputs of the graph.
 * `used` gets the names of the layers, by file, that found their place.
 */
export function loraAdapter(stack: readonly LoraFile[], part: ModelPart, used: readonly Set<string>[]): Adapter {
  const found = new Map<string, LayerTensors[]>()

  function at(path: string): LayerTensors[] {
    const before = found.get(path)
    if (before) return before
    const names = loraNames(part, path)
    const layers = stack.flatMap((file, index) => {
      const name = names.find((name) => file.layers.has(name))
      if (name === undefined) return []
      used[index]!.add(name)
      return [new LayerTensors(file, file.layers.get(name)!, index)]
    })
    found.set(path, layers)
    return layers
  }

  return {
    weight(g, weight) {
      const full = at(g.path).filter(changesWeight)
      return full.reduce((sum, tensors) => {
        const delta = g.cast(
          tensors.fitting(() => fullDelta(g, tensors, g.cast(weight, 'float32'))),
          nn.floatOf(sum),
        )
        return nn.add(g, sum, nn.mul(g, delta, strengthOf(g, tensors.index, 1, nn.floatOf(sum))))
      }, weight)
    },
    bias(g, size, type, bias) {
      const changed = at(g.path).filter((tensors) => tensors.has('diff_b'))
      return changed.reduce<Value | undefined>((sum, tensors) => {
        const delta = nn.mul(g, tensors.get(g, 'diff_b', [size], type), strengthOf(g, tensors.index, 1, type))
        return sum ? nn.add(g, sum, delta) : delta
      }, bias)
    },
    output(g, x, y, window) {
      const to = (window ? nn.channels(y) : nn.width(y)) as number
      return at(g.path)
        .filter(isBranch)
        .reduce((sum, tensors) => {
          const strength = strengthOf(g, tensors.index, tensors.scale(rankOf(tensors)), nn.floatOf(y))
          return nn.add(
            g,
            sum,
            tensors.fitting(() => lowRank(g, tensors, x, to, strength, window)),
          )
        }, y)
    },
  }
}

/** The strength of a file times what the file itself scales by. */
function strengthOf(g: Scope, index: number, scale: number, type: Float): Value {
  const name = strengthName(index)
  const strength = g.once(name, () => g.input(name, 'float32', []))
  return g.cast(
    g.once(`${name}·${scale}`, () => nn.times(g, strength, scale)),
    type,
  )
}
