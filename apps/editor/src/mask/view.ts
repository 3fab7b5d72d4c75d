import type { Place } from './brush'

/** Where the mask is on its board: its pixel (0, 0) at `x`, `y`, each of its pixels `k` wide, in CSS pixels. */
export type View = { readonly x: number; readonly y: number; readonly k: number }
type Size = { readonly width: number; readonly height: number }

const MARGIN = 16

/** All of it in the middle, as large as it fits. */
export function fitted(board: Size, mask: Size): View {
  const k = Math.max(0.01, Math.min((board.width - 2 * MARGIN) / mask.width, (board.height - 2 * MARGIN) / mask.height))
  return { k, x: (board.width - k * mask.width) / 2, y: (board.height - k * mask.height) / 2 }
}

/** What is under the place of the board stays there. */
export function zoomed({ x, y, k }: View, [px, py]: Place, by: number): View {
  const next = Math.min(40, Math.max(0.02, k * by))
  return { k: next, x: px - ((px - x) * next) / k, y: py - ((py - y) * next) / k }
}

export const moved = (view: View, dx: number, dy: number): View => ({ ...view, x: view.x + dx, y: view.y + dy })

/** A place of the board in pixels of the mask. */
export const onMask = ({ x, y, k }: View, [px, py]: Place): Place => [(px - x) / k, (py - y) / k]
