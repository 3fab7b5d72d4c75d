import { deviceFault, halfFault } from './device-fault'
import { candidates, checkDevice, halfOn, systemFault } from './devices'
import { ModelError } from './error'
import type { Precision, SessionOptions } from './session'
import { computesRight, trial } from './trial'

/** The device that models compute on, what in, and why those tried before it do not. */
export type DeviceChoice = {
  readonly device: string
  /** What `auto` precision is there. */
  readonly precision: 'fp32' | 'fp16'
  /** By device; under `fp16` why the device does not compute in 16 bits, where it might. */
  readonly refused: Readonly<Record<string, string>>
}

/**
 * Tries the device asked for; `auto` tries those of the system and takes the first that computes right and is no
 * software that plays a graphics card, which takes a hundred times as long as the CPU itself.
 */
export async function chooseDevice(asked: string): Promise<DeviceChoice> {
  checkDevice(asked)
  const refused: Record<string, string> = {}
  for (const device of asked === 'auto' ? candidates() : [asked]) {
    if (device === 'cpu') break
    const fault = await deviceTrial(device, asked === 'auto')
    if (!fault) return onDevice(device, refused)
    if (asked !== 'auto') throw new ModelError(fault)
    refused[device] = fault
  }
  return { device: 'cpu', precision: 'fp32', refused }
}

/** Why a device cannot be used, or, where a `fast` one is wanted, is not worth it. */
async function deviceTrial(device: string, fast: boolean): Promise<string | undefined> {
  const foreign = systemFault(device)
  if (foreign) return foreign
  try {
    const own = await trial(device, 'float32', fast ? 1 : 0)
    const cpu = await trial('cpu', 'float32', fast ? 3 : 0) // other work must not make the CPU look slow
    if (!computesRight(own, cpu)) return `${device} computes wrongly here`
    const times = `${own.ms.toFixed(0)} ms against ${cpu.ms.toFixed(0)}`
    const slow = own.ms > 10 * cpu.ms + 10
    return slow ? `${device} is much slower here than the CPU (${times}), it is software` : undefined
  } catch (error) {
    return deviceFault(device, error as Error)
  }
}

async function onDevice(device: string, refused: Readonly<Record<string, string>>): Promise<DeviceChoice> {
  if (!halfOn.includes(device)) return { device, precision: 'fp32', refused }
  try {
    if (computesRight(await trial(device, 'float16'), await trial('cpu', 'float32')))
      return { device, precision: 'fp16', refused }
    return { device, precision: 'fp32', refused: { ...refused, fp16: `${device} computes wrongly in 16 bits here` } }
  } catch (error) {
    return { device, precision: 'fp32', refused: { ...refused, fp16: halfFault(device, error as Error) } }
  }
}

const choices = new Map<string, Promise<DeviceChoice>>()

/** As `chooseDevice`; each is tried once. */
function choiceOf(asked: string): Promise<DeviceChoice> {
  let choice = choices.get(asked)
  if (!choice) {
    choice = chooseDevice(asked)
    choices.set(asked, choice)
    choice.catch(() => choices.delete(asked))
  }
  return choice
}

/** Where models compute and what in; `instead`: why that is not what was asked for, where it is not. */
export type Computing = {
  readonly device: string
  readonly precision: Exclude<Precision, 'auto'>
  readonly instead?: string
}

/** The same options with a device that works in place of the one asked for, and a precision that it has. */
export async function onItsDevice<T extends SessionOptions>(options: T): Promise<T & Computing> {
  const { device: wanted = 'cpu', precision: asked = 'auto' } = options
  const { device, precision, refused } = await choiceOf(wanted)
  if (asked === 'auto') return { ...options, device, precision }
  if (asked !== 'fp16' || precision === 'fp16') return { ...options, device, precision: asked }
  const instead = refused.fp16 ?? `${device} has no arithmetic of 16 bits here`
  return { ...options, device, precision: 'fp32', instead: `${instead}; it is computed in 32` }
}
