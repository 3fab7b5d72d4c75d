import { type AttentionResult, isLink, type Workflow } from '@loom/protocol'

/** A sentence of a node; `edited`: one to edit towards, not the source. */
type Sentence = { readonly node: string; readonly text: string; readonly edited: boolean }
type Made = (node: string) => AttentionResult | undefined
/** What the node `by` told. */
export type Behind = { readonly by: string; readonly attention: AttentionResult }

/**
 * What the pictures of a node attended to: told by the nearest node that it follows. A node that reads attention itself paints
 * something else, and so does what comes after it.
 */
export function attentionBehind({ nodes }: Workflow, node: string, made: Made): Behind | undefined {
  const seen = new Set<string>()
  for (let near = [node]; near.length > 0; ) {
    const next: string[] = []
    for (const id of near) {
      if (seen.has(id)) continue
      seen.add(id)
      const attention = made(id)
      if (attention) return { by: id, attention }
      const links = Object.values(nodes[id]?.inputs ?? {}).filter(isLink)
      if (links.some(({ from: [, output] }) => /attention$/i.test(output))) continue
      next.push(...links.map(({ from }) => from[0]))
    }
    near = next
  }
  return undefined
}

/** The rows of a sentence among the prompts of a run: 0 for its source; of edits with the same words those of its own node. */
export function rowsOf(document: Workflow, { by, attention: { prompts } }: Behind, sentence: Sentence): number[] {
  const { node, text, edited } = sentence
  const rows = prompts.flatMap((prompt, row) => (prompt.text === text && row > 0 === edited ? [row] : []))
  const own = editsOf(document, by).indexOf(node) + 1
  return own > 0 && rows.includes(own) ? [own] : rows
}

/** Nodes whose edits a node paints, in the order of its rows: the one it is linked to comes after all that one follows. */
function editsOf({ nodes }: Workflow, by: string): string[] {
  const edits: string[] = []
  let link = nodes[by]?.inputs.control
  while (isLink(link) && !edits.includes(link.from[0])) {
    edits.unshift(link.from[0])
    link = nodes[link.from[0]]?.inputs.after
  }
  return edits
}

/** Tokens of a sentence that some run has read. */
export const tokensOf = (told: readonly AttentionResult[], text: string) =>
  told.flatMap(({ prompts }) => prompts).find((prompt) => prompt.text === text)?.tokens
