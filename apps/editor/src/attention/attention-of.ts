import { type AttentionResult, isLink, type Workflow } from '@loom/protocol'

/** `edited`: a sentence to edit towards, not the source. */
export type Sentence = { readonly text: string; readonly edited: boolean }
type Made = (node: string) => AttentionResult | undefined

/**
 * What the pictures of a node attended to: told by the nearest node that it follows. A node that reads attention itself paints
 * something else, and so does what comes after it.
 */
export function attentionBehind({ nodes }: Workflow, node: string, made: Made): AttentionResult | undefined {
  const seen = new Set<string>()
  for (let near = [node]; near.length > 0; ) {
    const next: string[] = []
    for (const id of near) {
      if (seen.has(id)) continue
      seen.add(id)
      const found = made(id)
      if (found) return found
      const links = Object.values(nodes[id]?.inputs ?? {}).filter(isLink)
      if (links.some(({ from: [, output] }) => output === 'attention')) continue
      next.push(...links.map(({ from }) => from[0]))
    }
    near = next
  }
  return undefined
}

/** The row of a sentence among the prompts of a run: 0 for its source, its edits after it. */
export const rowsOf = (prompts: AttentionResult['prompts'], { text, edited }: Sentence): number[] =>
  prompts.flatMap((prompt, row) => (prompt.text === text && row > 0 === edited ? [row] : []))

/** Tokens of a sentence that some run has read. */
export const tokensOf = (told: readonly AttentionResult[], text: string) =>
  told.flatMap(({ prompts }) => prompts).find((prompt) => prompt.text === text)?.tokens
