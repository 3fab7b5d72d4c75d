import type { Preview } from '@loom/runtime'
import { encodePicture } from './encode-picture'
import type { FromEngine } from './messages'

type Offer = { node: string; done: number; total: number; preview: Preview }

/**
 * Makes, codes and sends the previews of one run, and only while somebody looks. One at a time: of pictures that come while
 * another is on its way the newest is sent after it; who begins to look gets the newest at once.
 */
export class PreviewSender {
  readonly #run: string
  readonly #send: (message: FromEngine) => Promise<void>
  #wanted: boolean
  #newest: Offer | undefined
  #busy = false

  constructor(run: string, wanted: boolean, send: (message: FromEngine) => Promise<void>) {
    this.#run = run
    this.#wanted = wanted
    this.#send = send
  }

  want(wanted: boolean): void {
    this.#wanted = wanted
    void this.#flush()
  }

  /** Resolves when it has left, or at once while another one is on its way. */
  offer(preview: Offer): Promise<void> {
    this.#newest = preview
    return this.#flush()
  }

  async #flush(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      while (this.#wanted && this.#newest) await this.#sendOne(this.#newest)
    } catch (error) {
      console.error('a preview cannot be shown:', error) // no reason to end the run
    } finally {
      this.#busy = false
    }
  }

  async #sendOne({ node, done, total, preview }: Offer): Promise<void> {
    this.#newest = undefined
    const picture = await preview()
    if (!picture) return
    const { mime, width, height, coded } = await encodePicture(picture)
    const header = { run: this.#run, node, done, total, mime, width, height }
    await this.#send({ type: 'preview', header, picture: coded })
  }
}
