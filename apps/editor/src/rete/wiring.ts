import { isLink } from '@loom/protocol'
import { grown } from '../document/boxes'
import { all, connect, disconnect, type Point } from '../document/commands'
import { judge, type Socket, socketType, type Verdict, wireBetween } from '../document/connect-rules'
import { change, documentNow } from '../graph-store'
import { specsNow } from '../specs-store'
import { setUi } from '../ui-store'
import { geometry } from './geometry'
import { markSockets, markTarget } from './socket-elements'
import { WireHint } from './wire-hint'
import type { Wires } from './wires'

type Session = {
  readonly origin: Socket
  readonly type: string
  /** The input that this wire was lifted from. */
  readonly lifted?: { node: string; input: string }
  readonly judge: (target: Socket) => Verdict
  readonly start: Point
  screen: Point
  pointer: Point
  target?: Socket
  refused?: string
}

const MAGNET = 30 // screen pixels
const CLICK = 5

/** A wire being drawn: which sockets fit, where it snaps, what letting go does. */
export class Wiring {
  private session: Session | undefined
  private readonly hint: WireHint

  constructor(
    private readonly wires: Wires,
    private readonly container: HTMLElement,
    private readonly toCanvas: (screen: Point) => Point,
    private readonly zoom: () => number,
  ) {
    this.hint = new WireHint(container)
  }

  begin(socket: Socket): void {
    const document = documentNow()
    const value = socket.side === 'input' ? document.nodes[socket.node]?.inputs[socket.name] : undefined
    const lifted = isLink(value) ? { node: socket.node, input: socket.name } : undefined
    const origin: Socket = isLink(value) ? { node: value.from[0], side: 'output', name: value.from[1] } : socket
    const at = geometry.socket(socket) ?? [0, 0]
    this.session = {
      origin,
      type: socketType(document, specsNow(), origin) ?? '*',
      ...(lifted && { lifted }),
      judge: judge(document, specsNow(), origin),
      start: this.lastScreen,
      screen: this.lastScreen,
      pointer: at,
    }
    this.container.toggleAttribute('data-wiring', true)
    markSockets((other) =>
      other.node === origin.node && other.name === origin.name ? { ok: true } : this.session!.judge(other),
    )
  }

  private lastScreen: Point = [0, 0]
  /** Every move of the pointer, wire or not. */
  move(screen: Point): void {
    this.lastScreen = screen
    const { session } = this
    if (!session) return
    session.screen = screen
    session.pointer = this.toCanvas(screen)
    const near = this.nearest(session)
    const body = near.target || near.refused ? undefined : this.underPointer(session)
    delete session.target
    delete session.refused
    const target = near.target ?? body
    if (target) session.target = target
    if (near.refused) session.refused = near.refused
    markTarget(target)
    this.hint.show(near.refused, screen)
    this.draw(session)
  }

  finish(): void {
    const { session } = this
    if (!session) return
    this.end()
    const { origin, lifted, target, refused, start, screen } = session
    const moved = Math.hypot(screen[0] - start[0], screen[1] - start[1]) > CLICK
    if (refused && moved) this.hint.linger(refused, screen)
    else if (target) {
      const { from, to } = wireBetween(origin, target)
      if (lifted && lifted.node === to.node && lifted.input === to.input) return
      change('Connect', all(...(lifted ? [disconnect(lifted)] : []), connect(from, to)))
    } else if (lifted && moved) change('Disconnect', disconnect(lifted))
    else if (moved && this.onPane(screen))
      setUi({ quickAdd: { screen, at: session.pointer, fits: { socket: origin, type: session.type } } })
  }

  cancel(): boolean {
    const going = this.session !== undefined
    this.end()
    return going
  }

  private end(): void {
    this.session = undefined
    this.container.toggleAttribute('data-wiring', false)
    markSockets(null)
    markTarget(undefined)
    this.hint.show(undefined, [0, 0])
    this.wires.drawDraft(null)
    this.wires.fade(null)
  }

  private onPane = (screen: Point) => {
    const under = document.elementFromPoint(...(screen as [number, number]))
    return under !== null && this.container.contains(under) && !under.closest('[data-node-id]')
  }

  private draw({ origin, lifted, target, pointer, type }: Session): void {
    const fixed = geometry.socket(origin)
    if (!fixed) return
    const loose = (target && geometry.socket(target)) ?? pointer
    const [from, to] = origin.side === 'output' ? [fixed, loose] : [loose, fixed]
    this.wires.drawDraft({ from, to, type })
    this.wires.fade(lifted ? `${lifted.node}.${lifted.input}` : null)
  }

  /** The closest fitting socket within reach; or, closer still, one that does not fit and why. */
  private nearest({ origin, judge, pointer: [x, y] }: Session): { target?: Socket; refused?: string } {
    const reach = MAGNET / this.zoom()
    const side = origin.side === 'output' ? 'input' : 'output'
    let best: { target?: Socket; refused?: string } = {}
    let closest = reach
    for (const node of Object.keys(documentNow().nodes)) {
      if (!hit(grown(geometry.box(node), reach), [x, y])) continue
      const dots = geometry.layout(node)?.[side === 'input' ? 'inputs' : 'outputs'] ?? {}
      for (const name of Object.keys(dots)) {
        const socket: Socket = { node, side, name }
        const at = geometry.socket(socket)
        const distance = at ? Math.hypot(at[0] - x, at[1] - y) : Number.POSITIVE_INFINITY
        if (distance >= closest) continue
        const verdict = judge(socket)
        if (!verdict.ok && distance > reach / 2) continue
        closest = distance
        best = verdict.ok ? { target: socket } : { refused: verdict.reason }
      }
    }
    return best
  }

  /** Over a node's body: its first socket that fits, empty ones first. */
  private underPointer({ origin, judge, pointer }: Session): Socket | undefined {
    const side = origin.side === 'output' ? 'input' : 'output'
    const { nodes } = documentNow()
    const over = Object.keys(nodes).findLast((id) => id !== origin.node && hit(geometry.box(id), pointer))
    if (!over) return undefined
    const layout = geometry.layout(over)
    const names = Object.keys(layout?.[side === 'input' ? 'inputs' : 'outputs'] ?? {})
    const fits = names.map((name): Socket => ({ node: over, side, name })).filter((socket) => judge(socket).ok)
    return fits.find(({ name }) => !isLink(nodes[over]?.inputs[name])) ?? fits[0]
  }
}

const hit = ({ x, y, width, height }: ReturnType<typeof geometry.box>, [px, py]: Point) =>
  px >= x && px <= x + width && py >= y && py <= y + height
