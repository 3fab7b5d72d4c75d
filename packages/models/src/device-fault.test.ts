import { expect, it } from 'vitest'
import { deviceFault, halfFault } from './device-fault'
import { candidates, systemFault } from './devices'

// What onnxruntime 1.30 says, word for word.
const noAdapter =
  '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n'
const noLibrary = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library'
const noHalf =
  "Non-zero status code returned while running Cast node. Name:'Cast/3' Status Message: shader_helper.cc:416 GenerateSourceCode Program Cast requires f16 but the device does not support it."

it.each([
  ['cuda', noLibrary, /^cuda does not work here: onnxruntime’s CUDA libraries are not installed; with .* run: ONNXRUNTIME_NODE_INSTALL=cuda12 node \S+install\.js$/],
  ['cuda', 'CUDA failure 100: no CUDA-capable device is detected ; GPU=0 ; hostname=a', /^cuda does not work here: no NVIDIA card with a driver for CUDA 12 was found; see: nvidia-smi$/],
  ['webgpu', noAdapter, /^webgpu does not work here: no graphics card with .*$/],
  ['dml', 'no available backend found. ERR: [dml] backend not found.', /^dml does not work here: onnxruntime has no part for it on this system$/],
  ['webgpu', '[ONNXRuntimeError] : 1 : FAIL : the card is on fire\nat frame 1\nat frame 2', /^webgpu does not work here: the card is on fire$/],
])('%s that does not work is told of in one sentence, not in onnxruntime’s words', (device, message, sentence) => {
  expect(deviceFault(device, new Error(message))).toMatch(sentence)
}) // biome-ignore format: a row each

it('says that a card has no 16 bits', () => {
  expect(halfFault('webgpu', new Error(noHalf))).toBe(
    'webgpu has no 16-bit arithmetic here: the graphics card or its driver lacks it',
  )
})

it('does not try devices of other systems', () => {
  expect(candidates('linux')).toEqual(['cuda', 'webgpu'])
  expect(systemFault('webgpu', 'win32')).toBeUndefined()
  expect(systemFault('cuda', 'darwin')).toBe('cuda is for Linux; use --device coreml or webgpu on this system')
})
