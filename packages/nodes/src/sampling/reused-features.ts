import { isDeepStrictEqual } from 'node:util'
import type { AttentionChanges, AttentionEdits, Deep, LoadedModel } from '@loom/models'

type Unet = Pick<LoadedModel, 'id' | 'attend' | 'sites'>

/** The whole UNet runs in the first calls, and then at every call of so many; in those between only its outermost `depth` layers. */
export type Reuse = { readonly first: number; readonly every: number; readonly depth: number }

const editsOf = ({ cross = [], own, self, features, merged = 0 }: AttentionChanges): AttentionEdits => ({
  cross,
  merged,
  ...(own && { own }),
  ...(self && { self }),
  ...(features && { features }),
})

/**
 * A UNet of which only every so many calls are whole. Those between go on from what the deep layers gave in the last whole
 * one, and show nothing. A call is whole, too, where it is of another shape than that one, where it edits attention otherwise,
 * and where ControlNets begin or end to add to it. Ma et al. 2023, §3.3, N = `every`; arXiv:2312.00858
 */
export function reusingFeatures(
  unet: Unet & Pick<LoadedModel, 'predictShallow'>,
  { first, every, depth }: Reuse,
): Unet {
  let last: { readonly deep: Deep; readonly about: unknown } | undefined
  let made = 0
  let since = 0
  return {
    id: unet.id,
    sites: unet.sites,
    async attend(x, times, told, changes) {
      const mayReuse = made++ >= first && ++since < every
      const edits = editsOf(changes)
      const about = { shape: x.shape, edits, isHinted: told.residuals !== undefined }
      if (last && mayReuse && isDeepStrictEqual(about, last.about))
        return { predicted: await unet.predictShallow(x, times, told, edits, last.deep), maps: [] }
      const { deep, ...attended } = await unet.attend(x, times, told, { ...changes, deep: depth })
      last = { deep: deep!, about }
      since = 0
      return attended
    },
  }
}
