import { ModelError } from './error'

/** What `--device` takes. `auto` is the fastest of this system's that works. */
export const devices: readonly string[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml']

/** Devices that can compute in 16 bits, where their cards do. Core ML decides itself what it computes in. */
export const halfOn: readonly string[] = ['cuda', 'webgpu', 'dml']

/** The system that onnxruntime has a device for; `webgpu` is for all. */
const systems: Readonly<Record<string, { platform: NodeJS.Platform; name: string }>> = {
  dml: { platform: 'win32', name: 'Windows' },
  cuda: { platform: 'linux', name: 'Linux' },
  coreml: { platform: 'darwin', name: 'macOS' },
}
const isFor = (device: string, platform: NodeJS.Platform) => (systems[device]?.platform ?? platform) === platform

/** What `auto` tries, in this order, before the CPU. */
export const candidates = (platform = process.platform): readonly string[] =>
  [...Object.keys(systems), 'webgpu'].filter((device) => isFor(device, platform))

/** Why a device need not be tried on this system. */
export function systemFault(device: string, platform = process.platform): string | undefined {
  if (isFor(device, platform)) return undefined
  const here = candidates(platform).join(' or ')
  return `${device} is for ${systems[device]!.name}; use --device ${here} on this system`
}

export function checkDevice(device: string): void {
  if (!devices.includes(device)) throw new ModelError(`device ${device} is not known; known is ${devices.join(', ')}`)
}
