import type { Health } from '@loom/protocol'

const names: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
}
const precisions: Readonly<Record<string, string>> = { fp32: '32 bits', fp16: '16 bits' }

/** A short line on where models compute, and in sentences why not elsewhere; `broken`: the one that was asked for does not work. */
export type DeviceWords = { readonly line: string; readonly reasons: readonly string[]; readonly broken: boolean }

/** Nothing until the engine has told. */
export function deviceWords({
  device,
  precision,
  refused = {},
}: Pick<Health, 'device' | 'precision' | 'refused'>): DeviceWords | undefined {
  if (device === undefined) return undefined
  const name = names[device] ?? device
  const reasons = Object.values(refused)
  if (refused[device] !== undefined) return { line: `${name} does not work`, reasons, broken: true }
  const bits = precision && precisions[precision]
  return { line: bits ? `${name} · ${bits}` : name, reasons, broken: false }
}
