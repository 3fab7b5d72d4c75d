import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** Where onnxruntime lies, as a command typed here names it. */
const runtimeFolder = (): string =>
  dirname(relative(process.cwd(), createRequire(import.meta.url).resolve('onnxruntime-node/package.json')))

function cudaRemedy(): string {
  const folder = runtimeFolder()
  const library = join(folder, `bin/napi-v6/linux/${arch()}/libonnxruntime_providers_cuda.so`)
  return existsSync(library)
    ? 'CUDA 12 or cuDNN 9 is missing; with NVIDIA’s package source: sudo apt install cuda-toolkit-12 cudnn9-cuda-12'
    : `onnxruntime’s CUDA libraries are not installed; with an NVIDIA card, CUDA 12 and cuDNN 9 in place run: ONNXRUNTIME_NODE_INSTALL=cuda12 node ${join(folder, 'script/install.js')}`
}

function vulkanRemedy(): string {
  const found = 'no graphics card with a Vulkan driver was found'
  const install = existsSync('/usr/bin/dnf') ? 'dnf install vulkan-loader' : 'apt install libvulkan1'
  return `${found}; NVIDIA’s comes with its driver, for AMD and Intel run: sudo ${install} mesa-vulkan-drivers`
}

/** What a person can do, by what onnxruntime says. */
const remedies: readonly (readonly [device: string, says: RegExp, remedy: () => string])[] = [
  ['cuda', /no CUDA-capable device|driver version is insufficient/i, () => 'no NVIDIA card with a driver for CUDA 12 was found; see: nvidia-smi'],
  ['cuda', /shared library|load library|providers_/i, cudaRemedy],
  ['webgpu', /adapter|libvulkan/i, () => (process.platform === 'linux' ? vulkanRemedy() : 'no graphics card with a driver of today was found; update the system and its graphics driver')],
  ['dml', /not available|not supported|no such|device/i, () => 'no graphics card with DirectX 12 was found; update Windows and the graphics driver'],
] // biome-ignore format: a row each

/** The heart of what onnxruntime says, without places in its sources. */
const heart = (message: string): string =>
  message
    .split('\n')[0]!
    .replace(/^.*?was false\. /, '')
    .replace(/^.*?\[ONNXRuntimeError\] : \d+ : \w+ : /, '')
    .slice(0, 200)

/** Says in one sentence why a device cannot be used; `error` is what onnxruntime says. */
export function deviceFault(device: string, { message }: Error): string {
  const [, , remedy] = remedies.find(([of, says]) => of === device && says.test(message)) ?? []
  const absent = /backend not found/.test(message) && 'onnxruntime has no part for it on this system'
  return `${device} does not work here: ${remedy?.() ?? (absent || heart(message))}`
}

/** Says in one sentence why a device that works does not compute in 16 bits. */
export const halfFault = (device: string, { message }: Error): string =>
  /f16|float16|half/i.test(message)
    ? `${device} has no 16-bit arithmetic here: the graphics card or its driver lacks it`
    : `${device} fails in 16 bits here: ${heart(message)}`
