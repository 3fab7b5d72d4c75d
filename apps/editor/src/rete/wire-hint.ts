import type { Point } from '../document/commands'

/** The words beside the pointer that say why a socket does not take the wire. */
export class WireHint {
  private readonly element = document.createElement('div')
  private timer = 0

  constructor(private readonly container: HTMLElement) {
    this.element.className = 'wire-hint'
    this.element.setAttribute('role', 'status')
    this.element.hidden = true
    container.append(this.element)
  }

  show(text: string | undefined, screen: Point): void {
    if (text === undefined && this.timer) return
    clearTimeout(this.timer)
    this.timer = 0
    this.element.hidden = text === undefined
    if (text === undefined) return
    this.element.textContent = text
    const { left, top } = this.container.getBoundingClientRect()
    this.element.style.transform = `translate(${screen[0] - left + 14}px, ${screen[1] - top + 14}px)`
  }

  /** After the wire was let go: long enough to read. */
  linger(text: string, screen: Point): void {
    this.show(text, screen)
    this.timer = window.setTimeout(() => {
      this.timer = 0
      this.element.hidden = true
    }, 2_200)
  }
}
