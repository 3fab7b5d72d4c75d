import * as nn from '@loom/onnx-graph'
import { candidates, checkDevice, deviceFault } from './devices'
import { ModelError } from './error'
import { openSession } from './session'

/** The device that models compute on, and why those tried before it do not. */
export type DeviceChoice = { readonly device: string; readonly refused: Readonly<Record<string, string>> }

const width = 512

/**
 * Tries the device asked for; `auto` tries those of the system and takes the first that computes right and is no
 * software that plays a graphics card, which takes a hundred times as long as the CPU itself.
 */
export async function chooseDevice(asked: string): Promise<DeviceChoice> {
  checkDevice(asked)
  const refused: Record<string, string> = {}
  if (asked === 'cpu') return { device: 'cpu', refused }
  if (asked !== 'auto') {
    await multiply(asked, [1]).catch((error: Error) => {
      throw new ModelError(deviceFault(asked, error))
    })
    return { device: asked, refused }
  }
  for (const device of candidates()) {
    try {
      const fault = await comparedWithCpu(device)
      if (!fault) return { device, refused }
      refused[device] = fault
    } catch (error) {
      refused[device] = deviceFault(device, error as Error)
    }
  }
  return { device: 'cpu', refused }
}

async function comparedWithCpu(device: string): Promise<string | undefined> {
  const rows = [1, width] // kernels are compiled in the first run
  const [own, cpu] = [await multiply(device, rows), await multiply('cpu', rows)]
  if (Math.abs(own.value / cpu.value - 1) > 1e-2) return `${device} computes wrongly here`
  const times = `${own.ms.toFixed(0)} ms against ${cpu.ms.toFixed(0)}`
  return own.ms > 10 * cpu.ms + 10 ? `${device} is much slower here than the CPU (${times}), it is software` : undefined
}

/** Products of a matrix of so many rows, one run for each; the time of the last and a value it gave. */
async function multiply(device: string, rows: readonly number[]): Promise<{ ms: number; value: number }> {
  const g = nn.Scope.root('trial', new Map())
  const x = g.input('x', 'float32', ['rows', width])
  const square = g.input('square', 'float32', [width, width])
  g.output('y', nn.slice(g, nn.matmul(g, nn.matmul(g, x, square), square), 0, 1))
  const session = await openSession(g, { device })
  const ones = (n: number) => ({ shape: [n, width], data: new Float32Array(n * width).fill(1) })
  try {
    let last = { ms: 0, value: 0 }
    for (const n of rows) {
      const start = performance.now()
      const { y } = await session.run({ x: ones(n), square: ones(width) })
      last = { ms: performance.now() - start, value: y!.data[0]! }
    }
    return last
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
