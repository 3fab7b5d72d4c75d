import type { Socket, Verdict } from '../document/connect-rules'

/** Sockets that are in the page. While a wire is drawn, each says by an attribute whether it fits: no React needed. */
const elements = new Map<HTMLElement, Socket>()

export const register = (element: HTMLElement, socket: Socket) => void elements.set(element, socket)
export const forget = (element: HTMLElement) => void elements.delete(element)

export function markSockets(judge: ((socket: Socket) => Verdict) | null): void {
  for (const [element, socket] of elements) {
    if (judge) element.dataset.fits = judge(socket).ok ? 'yes' : 'no'
    else delete element.dataset.fits
  }
}

export function markTarget(target: Socket | undefined): void {
  for (const [element, { node, side, name }] of elements)
    element.toggleAttribute('data-target', node === target?.node && side === target.side && name === target.name)
}
