import { type Context, Flow, type PickParams, type SocketData } from 'rete-connection-plugin'
import type { Schemes } from './schemes'
import type { Wiring } from './wiring'

/**
 * What happens between pressing on a socket and letting go. Unlike the stock flow it drops a refused wire instead of
 * leaving it on the pointer, and looks sockets up in the document, so one that is out of the page counts too.
 */
export class WireFlow extends Flow<Schemes, never[]> {
  private picked: SocketData | undefined
  constructor(private readonly wiring: Wiring) {
    super()
  }

  async pick({ socket, event }: PickParams): Promise<void> {
    if (event === 'down') {
      this.picked = socket
      this.wiring.begin({ node: socket.nodeId, side: socket.side, name: socket.key })
    } else this.drop()
  }

  getPickedSocket(): SocketData | undefined {
    return this.picked
  }

  drop(_context?: Context<Schemes, never[]>): void {
    if (!this.picked) return
    this.picked = undefined
    this.wiring.finish()
  }
}
