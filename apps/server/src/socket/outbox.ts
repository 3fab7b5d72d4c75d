import type { ServerMessage } from '@loom/protocol'
import type { WebSocket } from 'ws'
import type { Frame } from '../runs/preview-hub'

export type OutboxLimits = {
  /** Bytes that may wait to be sent: above `calm` events wait in the log and previews are left out … */
  calm: number
  /** … and above `most` the client is too slow to keep. */
  most: number
  /** How long a client may stay above `calm`, ms. */
  patienceMs: number
}
const usualLimits: OutboxLimits = { calm: 1 << 20, most: 4 << 20, patienceMs: 30_000 }

const TOO_SLOW = 1013 // try again later

/** What goes to one client. A slow one loses old previews, never events; one that takes nothing is let go. */
export class Outbox {
  readonly #socket: WebSocket
  readonly #limits: OutboxLimits
  #previewOnItsWay = false
  #nextPreview: Frame | undefined

  constructor(socket: WebSocket, limits: OutboxLimits = usualLimits) {
    this.#socket = socket
    this.#limits = limits
  }

  /** For what cannot be asked for again. */
  tell(message: ServerMessage): void {
    this.#socket.send(JSON.stringify(message), ignore)
    if (this.#socket.bufferedAmount > this.#limits.most) this.#giveUp()
  }

  /** For what is in the log: resolves when the client is ready for more. */
  async tellWhenReady(message: ServerMessage): Promise<void> {
    const taken = new Promise<void>((resolve) => this.#socket.send(JSON.stringify(message), () => resolve()))
    if (this.#socket.bufferedAmount <= this.#limits.calm) return
    const timer = setTimeout(() => this.#giveUp(), this.#limits.patienceMs)
    await taken.finally(() => clearTimeout(timer))
  }

  /** One at a time; of those that come meanwhile only the newest is kept. */
  showPreview(frame: Frame): void {
    if (this.#previewOnItsWay || this.#socket.bufferedAmount > this.#limits.calm) {
      this.#nextPreview = frame
      return
    }
    this.#previewOnItsWay = true
    this.#nextPreview = undefined
    this.#socket.send(frame, { binary: true }, () => {
      this.#previewOnItsWay = false
      if (this.#nextPreview && this.#socket.readyState === this.#socket.OPEN) this.showPreview(this.#nextPreview)
    })
  }

  #giveUp(): void {
    this.#socket.close(TOO_SLOW, 'too slow')
    const { patienceMs } = this.#limits
    setTimeout(() => this.#socket.terminate(), Math.min(1_000, patienceMs)).unref() // it may not even read that
  }
}

const ignore = () => {} // a socket that broke also closes
