import { type ChildProcess, fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import type { DeviceChoice } from '@loom/models'
import type { PreviewHeader, RunChange, ServerMessage } from '@loom/protocol'
import type { RunEnd } from '@loom/runtime'
import type { RunJob } from '../store/run-store'
import type { EngineSettings, FromEngine, ToEngine } from './messages'
import { Readiness } from './readiness'

export type EngineState = Extract<ServerMessage, { type: 'engine' }>['state']
export interface RunListener {
  onChange(change: RunChange): void
  onPreview(header: PreviewHeader, picture: Uint8Array): void
  /** Whether somebody looks, at the moment the run begins; later `wantPreviews` says so. */
  wantsPreviews(): boolean
}
export type EngineOptions = {
  /** The engine's built program. */
  file: string
  settings: EngineSettings
  env?: Record<string, string>
  /** How long a run that was cancelled may go on before its process is killed, ms. */
  graceMs?: number
  onState?: (state: EngineState) => void
  /** Told once, when the device that models compute on is known. */
  onChoice?: (choice: DeviceChoice) => void
}

type Going = RunListener & { cancelled: boolean; finish(end: RunEnd): void }

/** Weights are returned to the system when a model is let go, where glibc would keep them. */
const memoryEnv = { MALLOC_MMAP_THRESHOLD_: '1048576', MALLOC_TRIM_THRESHOLD_: '1048576' }
/** Vulkan drivers complain on stderr where it is not set, and need nothing in it. */
const driverEnv = { XDG_RUNTIME_DIR: tmpdir() }

/** The engine as the server sees it: a process that is started again when it dies, and runs that always come to an end. */
export class EngineProcess {
  readonly #options: EngineOptions
  readonly #readiness = new Readiness()
  readonly #going = new Map<string, Going>()
  #child: ChildProcess | undefined
  #restart: ReturnType<typeof setTimeout> | undefined
  #closed = false
  #state: EngineState = 'starting'
  #choice: DeviceChoice | undefined

  constructor(options: EngineOptions) {
    this.#options = options
  }

  get state(): EngineState {
    return this.#state
  }

  /** Known once the engine has been ready. */
  get choice(): DeviceChoice | undefined {
    return this.#choice
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    if (this.#child || this.#closed) return
    const { file, settings, env } = this.#options
    const child = fork(file, [JSON.stringify(settings)], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...driverEnv, ...process.env, ...memoryEnv, ...env },
      stdio: ['ignore', 2, 'pipe', 'ipc'], // stdout belongs to the results of `loom run`
    })
    this.#child = child
    const tellStartup = quietStartup(child)
    let over = false
    const died = (how: string) => {
      if (over) return
      over = true
      tellStartup()
      this.#died(how)
    }
    child.on('message', (message) => this.#receive(message as FromEngine))
    child.on('exit', (code, signal) => died(signal ?? `exit code ${code}`))
    child.on('error', (error) => child.pid === undefined && died(error.message))
  }

  /** Ends with the engine's word, with the reason why there is none, or `cancelled` once `signal` says so. */
  async run(job: RunJob, listener: RunListener, signal: AbortSignal): Promise<RunEnd> {
    this.start()
    const fault = await this.#readiness.wait(signal)
    if (signal.aborted) return { status: 'cancelled' }
    if (fault) return { status: 'failed', error: fault }
    return new Promise((resolve) => {
      let grace: ReturnType<typeof setTimeout> | undefined
      const cancel = () => {
        going.cancelled = true
        this.#send({ type: 'cancel', run: job.id })
        grace = setTimeout(() => this.#child?.kill('SIGKILL'), this.#options.graceMs ?? 10_000)
      }
      const going: Going = {
        ...listener,
        cancelled: false,
        finish: (end) => {
          clearTimeout(grace)
          signal.removeEventListener('abort', cancel)
          this.#going.delete(job.id)
          resolve(end)
        },
      }
      this.#going.set(job.id, going)
      signal.addEventListener('abort', cancel)
      this.#send({ type: 'run', job, previews: listener.wantsPreviews() })
    })
  }

  wantPreviews(run: string, wanted: boolean): void {
    if (this.#going.has(run)) this.#send({ type: 'previews', run, wanted })
  }

  /** Gone within `patienceMs`, obeyed or not. */
  async close(patienceMs = 1_000): Promise<void> {
    this.#closed = true
    clearTimeout(this.#restart)
    this.#readiness.close()
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const force = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    if (child.connected) child.disconnect()
    await gone
    clearTimeout(force)
  }

  #send(message: ToEngine): void {
    if (this.#child?.connected) this.#child.send(message, () => {}) // a broken pipe is followed by `exit`
  }

  #receive(message: FromEngine): void {
    if (message.type === 'ready') {
      if (!this.#choice) this.#options.onChoice?.(message.choice)
      this.#choice = message.choice
      this.#setState('ready')
      this.#readiness.ready()
    } else if (message.type === 'change') this.#going.get(message.run)?.onChange(message.change)
    else if (message.type === 'preview') this.#going.get(message.header.run)?.onPreview(message.header, message.picture)
    else {
      this.#readiness.proved()
      this.#going.get(message.run)?.finish(message.end)
    }
  }

  #died(how: string): void {
    this.#child = undefined
    if (this.#closed) return
    const delay = this.#readiness.died(how)
    this.#setState('restarting')
    this.#restart = setTimeout(() => this.start(), delay)
    const memory = how === 'SIGKILL' ? ', as the system does when memory runs out' : ''
    const error = `the engine stopped unexpectedly (${how}${memory}); it was started again`
    for (const going of [...this.#going.values()])
      going.finish(going.cancelled ? { status: 'cancelled' } : { status: 'failed', error })
  }

  #setState(state: EngineState): void {
    this.#state = state
    this.#options.onState?.(state)
  }
}

/**
 * Passes stderr on from when the process is ready: graphics drivers write there while devices are tried, and what
 * matters of it is told in `choice`. Gives a way to tell what was written after all.
 */
function quietStartup(child: ChildProcess): () => void {
  let held: Buffer[] | undefined = []
  child.stderr?.on('data', (chunk: Buffer) => (held ? held.push(chunk) : process.stderr.write(chunk)))
  child.once('message', () => setImmediate(() => (held = undefined))) // after what was written before the message
  return () => {
    if (held) process.stderr.write(Buffer.concat(held))
    held = undefined
  }
}
