import type { Float, Scope, StoredTensor } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { ModelError } from './error'
import { type Feed, openSession, type Session, type SessionOptions } from './session'
import { allNumbers, spoiltWeight } from './spoilt-weight'
import { type Warm, warmSessions } from './warm-sessions'

/**
 * Opens its session when run, and again after it was let go to make room. Runs wait for each other, and letting go waits for
 * them. What leaves the range of float16 is computed again in float32, and from then on.
 */
export class LazySession implements Session, Warm {
  bytes = 0
  private session: Promise<Session> | undefined
  private stored: ReadonlyMap<string, StoredTensor> | undefined
  private last: Promise<unknown> = Promise.resolve()
  private closed = false
  private name = ''
  private waiting = 0

  constructor(
    private readonly build: (type: Float) => Scope | Promise<Scope>,
    private type: Float,
    private readonly options: SessionOptions,
  ) {}

  run(feeds: Readonly<Record<string, Feed>>, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    return this.inTurn(async () => {
      if (this.closed) throw new ModelError('the model has been closed')
      let results = await this.compute(feeds, outputs)
      if (this.type === 'float16' && !areNumbers(results)) {
        await this.widen()
        results = await this.compute(feeds, outputs)
      }
      await this.checkNumbers(results)
      return results
    })
  }

  private async compute(...run: Parameters<Session['run']>): ReturnType<Session['run']> {
    const session = (this.session ??= this.open())
    session.catch(() => (this.session = undefined)) // another time there may be more memory
    const results = await (await session).run(...run)
    warmSessions.used(this)
    return results
  }

  private async widen(): Promise<void> {
    this.type = 'float32'
    process.emitWarning(`${this.name} left the range of 16 bits, it computes in 32 from now on`)
    await this.close()
  }

  private async open(): Promise<Session> {
    const graph = await this.build(this.type)
    this.name = graph.graph.name
    this.stored = graph.graph.stored
    this.bytes = weightBytes(graph, this.type)
    await warmSessions.makeRoom(this.bytes)
    return openSession(graph, this.options)
  }

  get idle(): boolean {
    return this.waiting === 0
  }

  /** Where something else than numbers comes out, the weights are searched for it, once. */
  private async checkNumbers(outputs: Record<string, Tensor>): Promise<void> {
    if (!this.stored || areNumbers(outputs)) return
    const spoilt = await spoiltWeight(this.stored)
    if (spoilt) throw new ModelError(spoilt)
    this.stored = undefined
  }

  /** Lets go of the session; another run opens it anew. */
  release(): Promise<void> {
    return this.inTurn(() => this.close())
  }

  private async close(): Promise<void> {
    warmSessions.closed(this)
    await (await this.session)?.dispose()
    this.session = undefined
  }

  async dispose(): Promise<void> {
    await this.inTurn(async () => void (this.closed = true))
    await this.release()
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    this.waiting++
    const next = this.last.then(job).finally(() => this.waiting--)
    this.last = next.catch(() => undefined)
    return next
  }
}

const areNumbers = (outputs: Record<string, Tensor>): boolean =>
  Object.values(outputs).every(({ data }) => allNumbers(data))

/** What the weights of a graph take as they are kept: in what it computes in, but for those of 8 bits. */
const weightBytes = ({ graph }: Scope, type: Float): number =>
  [...graph.stored.values()].reduce((all, stored) => {
    const bytes = stored.type === 'int8' || stored.type === 'uint8' ? 1 : type === 'float16' ? 2 : 4
    return all + bytes * stored.shape.reduce((a, b) => a * b, 1)
  }, 0)
