import { resizeBicubic, type Tensor } from '@loom/tensor'
import type { RowMap } from './edited-maps'
import type { AttentionRecord, RecordedGroup } from './record'

/** Which maps count. `call` counts from 1; 0 takes all. */
export type Choice = {
  readonly stage: 'all' | RecordedGroup['stage']
  /** Latent pixels a side of a map's pixel; 0 takes all. */
  readonly scale: number
  readonly call: number
}

/** Attention on token positions, mean over them: [1,1,h,w]. */
function onWords({ height, width, tokens, data }: RowMap, positions: readonly number[]): Tensor {
  const mean = new Float32Array(height * width)
  for (let p = 0; p < mean.length; p++) for (const n of positions) mean[p]! += data[p * tokens + n]! / positions.length
  return { shape: [1, 1, height, width], data: mean }
}

/**
 * Where a row attends to a word, at the latent's size [1,1,h,w]: maps summed over calls, enlarged, cut at 0, mean over
 * layers. Tang et al. 2022 (DAAM), §3; arXiv:2210.04885, with the mean over heads taken before enlarging.
 */
export function wordHeat(record: AttentionRecord, row: number, positions: readonly number[], choice: Choice): Tensor {
  const calls = choice.call === 0 ? record.calls : record.calls.slice(choice.call - 1, choice.call)
  const sums = new Map<string, { layers: number; heat: Tensor }>()
  for (const groups of calls)
    for (const { stage, scale, layers, rows } of groups) {
      if ((choice.stage !== 'all' && choice.stage !== stage) || (choice.scale !== 0 && choice.scale !== scale)) continue
      const heat = onWords(rows[row]!, positions)
      const sum = sums.get(`${stage}${scale}`)
      if (!sum) sums.set(`${stage}${scale}`, { layers, heat })
      else for (let i = 0; i < heat.data.length; i++) sum.heat.data[i]! += heat.data[i]!
    }
  if (sums.size === 0) throw new Error('the model has no attention layers of this kind')
  const [height, width] = [record.height / 8, record.width / 8]
  const out = new Float32Array(height * width)
  const all = [...sums.values()].reduce((count, { layers }) => count + layers, 0)
  for (const { layers, heat } of sums.values()) {
    const large = resizeBicubic(heat, height, width).data
    for (let i = 0; i < out.length; i++) out[i]! += (Math.max(0, large[i]!) * layers) / all / calls.length
  }
  return { shape: [1, 1, height, width], data: out }
}
