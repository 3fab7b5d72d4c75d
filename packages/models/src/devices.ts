import { ModelError } from './error'

/** What `--device` takes. `auto` is the fastest of this system's that works. */
export const devices: readonly string[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml']

/** What `auto` tries, in this order, before the CPU. */
export const candidates = (platform = process.platform): readonly string[] => {
  const own: Partial<Record<NodeJS.Platform, string>> = { win32: 'dml', linux: 'cuda', darwin: 'coreml' }
  return [own[platform], 'webgpu'].filter((device) => device !== undefined)
}

/** What a person can do where a device does not work. */
const remedies: Readonly<Record<string, string>> = {
  cuda: 'it needs an NVIDIA card, CUDA 12, cuDNN 9 and libraries that come by ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js',
  webgpu:
    process.platform === 'linux'
      ? 'it needs a graphics card with its Vulkan driver, and libvulkan1: apt install libvulkan1 mesa-vulkan-drivers'
      : 'it needs a graphics card with a driver of today',
  dml: 'it needs Windows with DirectX 12',
  coreml: 'it needs a Mac with Apple silicon',
}

/** Says in one sentence why a device cannot be used; `error` is what onnxruntime says. */
export function deviceFault(device: string, error: Error): string {
  const absent = /backend not found|shared library|providers_|adapter|not available|not supported|no such/i
  return absent.test(error.message)
    ? `${device} does not work here: ${remedies[device]}`
    : `${device} does not work here: ${error.message.split('\n')[0]}`
}

export function checkDevice(device: string): void {
  if (!devices.includes(device)) throw new ModelError(`device ${device} is not known; known is ${devices.join(', ')}`)
}
