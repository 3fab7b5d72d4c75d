import type { Tensor } from '@loom/tensor'
import type { AttentionChanges } from './attention-changes'
import type { HookedSites } from './attention-hook'

/** What comes out of below the outermost `depth` layers of a UNet's way up: feature [B,C,h',w']. It changes little from step to step. */
export type Deep = { readonly depth: number; readonly feature: Tensor }

/** The output of the whole UNet that has the feature of a depth. */
export const deepName = (depth: number) => `deep_${depth}`

/** What of the changes alters the prediction. */
export type AttentionEdits = Pick<AttentionChanges, 'cross' | 'own' | 'self' | 'features' | 'merged'>

/** Edits of a UNet as edits of some of its layers alone: self-attention layers are numbered anew. */
export function editsWithin({ self, ...edits }: AttentionEdits, whole: HookedSites, some: HookedSites): AttentionEdits {
  const left = some.self.flatMap(({ stage, index }, layer) => {
    const rows = self?.get(whole.self.findIndex((site) => site.stage === stage && site.index === index))
    return rows ? [[layer, rows] as const] : []
  })
  return { ...edits, self: new Map(left) }
}
