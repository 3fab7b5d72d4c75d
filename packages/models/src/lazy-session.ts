import type { Float, Scope, StoredTensor } from '@loom/onnx-graph'
import type { Tensor } from '@loom/tensor'
import { ModelError } from './error'
import { Claim } from './memory/claim'
import { type GraphMemory, graphMemory } from './memory/graph-memory'
import type { Picture } from './memory/picture'
import { type Warm, warmSessions } from './memory/warm-sessions'
import { openPrepacked } from './prepacked/open-prepacked'
import { type Feed, openSession, type Session, type SessionOptions } from './session'
import { allNumbers, spoiltWeight } from './spoilt-weight'

type Feeds = Readonly<Record<string, Feed>>

/**
 * Opens its session when run, and again after it was let go to make room. Runs wait for each other, and letting go waits for
 * them. What leaves the range of float16 is computed again in float32, and from then on.
 */
export class LazySession implements Session, Warm {
  private claim: Claim | undefined
  private session: Session | undefined
  private stored: ReadonlyMap<string, StoredTensor> | undefined
  private last: Promise<unknown> = Promise.resolve()
  private closed = false
  private waiting = 0

  /** `picture`: what sizes mean to a person, for what is said where memory does not suffice. */
  constructor(
    private readonly build: (type: Float) => Scope | Promise<Scope>,
    private type: Float,
    private readonly options: SessionOptions,
    private readonly picture?: Picture,
  ) {}

  get bytes(): number {
    return this.claim?.weights ?? 0
  }

  get kept(): number {
    return this.claim?.kept ?? 0
  }

  get idle(): boolean {
    return this.waiting === 0
  }

  run(feeds: Feeds, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
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

  private async compute(feeds: Feeds, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    if (this.session) await this.makeRoom(feeds)
    this.session ??= await this.open(feeds)
    const results = await this.session.run(feeds, outputs)
    warmSessions.used(this)
    return results
  }

  private async open(feeds: Feeds): Promise<Session> {
    const graph = await this.build(this.type)
    this.stored = graph.graph.stored
    const memory = graphMemory(graph, this.type)
    const claim = async (memory: GraphMemory) => {
      this.claim = new Claim(graph, memory, this.picture)
      await this.makeRoom(feeds)
      await warmSessions.makeRoom(this.bytes)
    }
    const prepacked = await openPrepacked(graph, memory, this.options, claim)
    if (prepacked) return prepacked
    await claim(memory)
    return openSession(graph, this.options)
  }

  /** Only the memory of the CPU is known. */
  private async makeRoom(feeds: Feeds): Promise<void> {
    const { device = 'cpu' } = this.options
    if (device === 'cpu') await this.claim?.make(feeds, this.session !== undefined, () => this.close())
  }

  private async widen(): Promise<void> {
    process.emitWarning(`${this.claim?.name} left the range of 16 bits, it computes in 32 from now on`)
    await this.close()
    this.type = 'float32'
    this.claim = undefined
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

  async dispose(): Promise<void> {
    await this.inTurn(async () => void (this.closed = true))
    await this.release()
  }

  private async close(): Promise<void> {
    warmSessions.closed(this)
    await this.session?.dispose()
    this.session = undefined
    if (this.claim) this.claim.kept = 0
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
