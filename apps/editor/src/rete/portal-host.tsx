import { type ReactNode, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'

/**
 * Gives rete-react-plugin a `createRoot` that draws into one React tree through portals, so contexts and error
 * boundaries reach every node and one scheduler serves them all.
 */
export class PortalHost {
  private readonly slots = new Map<Element | DocumentFragment, Slot>()
  private list: readonly Slot[] = []
  private readonly listeners = new Set<() => void>()

  readonly createRoot = (container: Element | DocumentFragment) => ({
    render: (child: ReactNode) => {
      const slot = this.slots.get(container)
      if (slot) return slot.show(child)
      this.slots.set(container, new Slot(container, child))
      this.changed()
    },
    unmount: () => {
      this.slots.delete(container)
      this.changed()
    },
  })

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly snapshot = () => this.list

  private changed(): void {
    this.list = [...this.slots.values()]
    for (const listener of this.listeners) listener()
  }
}

let count = 0
/** One container with what stands in it. */
class Slot {
  readonly key = String(count++)
  private readonly listeners = new Set<() => void>()
  constructor(
    readonly container: Element | DocumentFragment,
    private child: ReactNode,
  ) {}
  show(child: ReactNode): void {
    this.child = child
    for (const listener of this.listeners) listener()
  }
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly snapshot = () => this.child
}

export function Portals({ host }: { host: PortalHost }) {
  const slots = useSyncExternalStore(host.subscribe, host.snapshot)
  return slots.map((slot) => <Portal key={slot.key} slot={slot} />)
}

function Portal({ slot }: { slot: Slot }) {
  const child = useSyncExternalStore(slot.subscribe, slot.snapshot)
  return createPortal(child, slot.container)
}
