import * as nn from '@loom/onnx-graph'
import { candidates, checkDevice, deviceFault } from './devices'
import { ModelError } from './error'
import { openSession } from './session'

/** The device that models compute on, and why those tried before it do not. */
export type DeviceChoice = { readonly device: string; readonly refused: Readonly<Record<string, string>> }

const size = 512
const layers = 8

/**
 * Tries the device asked for; `auto` tries those of the system and takes the first that computes right, and faster than
 * the CPU does, which no software renderer can.
 */
export async function chooseDevice(asked: string): Promise<DeviceChoice> {
  checkDevice(asked)
  const refused: Record<string, string> = {}
  if (asked === 'cpu') return { device: 'cpu', refused }
  if (asked !== 'auto') {
    await multiply(asked).catch((error: Error) => {
      throw new ModelError(deviceFault(asked, error))
    })
    return { device: asked, refused }
  }
  let cpu: Trial | undefined
  for (const device of candidates()) {
    try {
      const trial = await multiply(device)
      cpu ??= await multiply('cpu')
      const slow = `${device} is slower here than the CPU (${trial.ms.toFixed(0)} ms against ${cpu.ms.toFixed(0)}), as software that plays a graphics card is`
      const wrong = Math.abs(trial.value / cpu.value - 1) > 1e-2 && `${device} computes wrongly`
      const problem = wrong || (trial.ms > cpu.ms && slow)
      if (!problem) return { device, refused }
      refused[device] = problem
    } catch (error) {
      refused[device] = deviceFault(device, error as Error)
    }
  }
  return { device: 'cpu', refused }
}

type Trial = { readonly ms: number; readonly value: number }

/** A chain of matrix products: its shortest time of three, after a run that compiles the kernels, and one value of its result. */
async function multiply(device: string): Promise<Trial> {
  const g = nn.Scope.root('trial', new Map())
  const x = g.input('x', 'float32', [size, size])
  let y = x
  for (let i = 0; i < layers; i++) y = nn.times(g, nn.matmul(g, y, x), 1 / size)
  g.output('y', nn.slice(g, y, 0, 1))
  const session = await openSession(g, { device })
  try {
    const feeds = { x: { shape: [size, size], data: new Float32Array(size * size).fill(1) } }
    const { y: warm } = await session.run(feeds)
    let ms = Number.POSITIVE_INFINITY
    for (let i = 0; i < 3; i++) {
      const start = performance.now()
      await session.run(feeds)
      ms = Math.min(ms, performance.now() - start)
    }
    return { ms, value: warm!.data[0]! }
  } finally {
    await session.dispose()
  }
}

const choices = new Map<string, Promise<DeviceChoice>>()

/** The same options with a device that works in place of the one asked for; each is tried once. */
export async function onItsDevice<T extends { readonly device?: string }>(options: T): Promise<T & { device: string }> {
  const { device: asked = 'cpu' } = options
  let choice = choices.get(asked)
  if (!choice) {
    choice = chooseDevice(asked)
    choices.set(asked, choice)
    choice.catch(() => choices.delete(asked))
  }
  return { ...options, device: (await choice).device }
}
