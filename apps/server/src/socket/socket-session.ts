import { ClientMessage } from '@loom/protocol'
import type { RawData, WebSocket } from 'ws'
import { RequestError } from '../errors'
import type { RunQueue } from '../runs/run-queue'
import { Outbox, type OutboxLimits } from './outbox'

const MOST_FOLLOWED = 64

/** One client: the runs it follows, each told from the number it asked for. */
export class SocketSession {
  readonly outbox: Outbox
  readonly #runs: RunQueue
  readonly #following = new Map<string, AbortController>()

  constructor(socket: WebSocket, runs: RunQueue, limits?: OutboxLimits) {
    this.outbox = new Outbox(socket, limits)
    this.#runs = runs
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('close', () => this.close())
    socket.on('error', () => {}) // `close` follows
  }

  close(): void {
    for (const run of [...this.#following.keys()]) this.#unfollow(run)
  }

  #receive(data: RawData, isBinary: boolean): void {
    const message = isBinary ? undefined : parse(String(data))
    if (!message) this.outbox.tell({ type: 'error', message: 'this message is not understood' })
    else if (message.type === 'ping') this.outbox.tell({ type: 'pong' })
    else if (message.type === 'unfollow') this.#unfollow(message.run)
    else
      this.#follow(message.run, message.after).catch((error: unknown) => {
        const known = error instanceof RequestError
        this.outbox.tell({ type: 'error', message: known ? error.title : 'the run cannot be followed' })
      })
  }

  async #follow(run: string, after: number): Promise<void> {
    this.#unfollow(run) // the newest wish counts
    if (this.#following.size >= MOST_FOLLOWED)
      throw new RequestError(429, 'too-many', `a connection follows at most ${MOST_FOLLOWED} runs`)
    this.#runs.summary(run) // throws when there is no such run
    const following = new AbortController()
    this.#following.set(run, following)
    const stopWatching = this.#runs.previews.watch(run, (frame) => this.outbox.showPreview(frame))
    try {
      for await (const event of this.#runs.events(run, after, following.signal))
        await this.outbox.tellWhenReady({ type: 'run', event })
    } finally {
      stopWatching()
      if (this.#following.get(run) === following) this.#following.delete(run)
    }
  }

  #unfollow(run: string): void {
    this.#following.get(run)?.abort()
    this.#following.delete(run)
  }
}

function parse(text: string): ClientMessage | undefined {
  try {
    return ClientMessage.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
