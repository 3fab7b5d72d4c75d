import { type Box, grown, overlap } from './boxes'

/** Nodes are taken out of the page only where there are many. */
export const CULL_FROM = 60
const MARGIN = 200
const LEAVE = 400

/**
 * Which nodes are in the page: those in view with a margin, those already there until they are well outside,
 * and the pinned ones (selected, focused, dragged) wherever they are.
 */
export function visibleNodes(
  boxes: ReadonlyMap<string, Box>,
  view: Box,
  before: ReadonlySet<string>,
  pinned: (id: string) => boolean,
): Set<string> {
  if (boxes.size < CULL_FROM) return new Set(boxes.keys())
  const [near, far] = [grown(view, MARGIN), grown(view, LEAVE)]
  const visible = new Set<string>()
  for (const [id, box] of boxes) if (pinned(id) || overlap(box, before.has(id) ? far : near)) visible.add(id)
  return visible
}
