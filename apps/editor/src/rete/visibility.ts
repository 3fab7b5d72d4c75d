import type { AreaPlugin } from 'rete-area-plugin'
import { shown } from '../document/boxes'
import { CULL_FROM, visibleNodes } from '../document/culling'
import { documentNow, selectionNow } from '../graph-store'
import { geometry } from './geometry'
import type { Extra, Schemes } from './schemes'

const PER_FRAME = 16
const FAR = 0.35

/** Keeps in the page what is seen: nodes come when they are first needed, a few per frame, and hide when far outside. */
export class Visibility {
  private readonly mounted = new Set<string>()
  private visible = new Set<string>()
  private frame = 0

  constructor(
    private readonly area: AreaPlugin<Schemes, Extra>,
    private readonly container: HTMLElement,
  ) {}

  isMounted = (id: string) => this.mounted.has(id)

  /** Something moved or came: look again at the next frame. */
  schedule = (): void => {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.update()
    })
  }

  forget(id: string): void {
    this.mounted.delete(id)
    this.visible.delete(id)
  }

  destroy = () => cancelAnimationFrame(this.frame)

  private update(): void {
    const { transform } = this.area.area
    const { clientWidth, clientHeight } = this.container
    const ids = Object.keys(documentNow().nodes).filter((id) => this.area.nodeViews.has(id))
    this.container.toggleAttribute('data-far', transform.k < FAR && ids.length >= CULL_FROM)
    const boxes = new Map(ids.map((id) => [id, geometry.box(id)]))
    const focused = document.activeElement?.closest<HTMLElement>('[data-node-id]')?.dataset.nodeId
    const pinned = (id: string) => id === focused || geometry.isDragged(id) || selectionNow().has(id)
    const wanted = visibleNodes(boxes, shown(transform, clientWidth, clientHeight), this.visible, pinned)
    for (const id of this.visible) if (!wanted.has(id)) this.show(id, false)
    let budget = PER_FRAME
    for (const id of wanted) {
      if (this.mounted.has(id)) this.show(id, true)
      else if (budget-- > 0) this.mount(id)
    }
    this.visible = wanted
    if (budget < 0) this.schedule()
  }

  private mount(id: string): void {
    this.mounted.add(id)
    this.show(id, true)
    void this.area.update('node', id)
  }

  private show(id: string, visible: boolean): void {
    const element = this.area.nodeViews.get(id)?.element
    const display = visible ? '' : 'none'
    if (element && element.style.display !== display) element.style.display = display
  }
}
