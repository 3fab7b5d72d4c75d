import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunChange, Workflow } from '@loom/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeSafetensors } from '../support/drawn-checkpoint'
import { memoryHost, root } from '../support/host'
import { runDocument } from '../support/run'

const layer = 'lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q'
const tensor = (name: string, ...shape: number[]) => ({ name, shape, data: new Float32Array(shape[0]! * shape[1]!) })
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-lora-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const from = (node: string, output: string) => ({ from: [node, output] as [string, string] })

/** Two rows painted on the tiny model with a LoRA at some strength. */
function workflow(strength: number): Workflow {
  const nodes = {
    checkpoint: { type: 'CheckpointLoader', inputs: { checkpoint: 'tiny-sd1' } },
    lora: { type: 'LoraLoader', inputs: { model: from('checkpoint', 'model'), lora: 'tiny-lora', strength } },
    prompt: { type: 'TextEncode', inputs: { model: from('lora', 'model'), text: 'rat' } },
    schedule: { type: 'Scheduler', inputs: { model: from('lora', 'model'), steps: 2 } },
    size: { type: 'EmptyLatent', inputs: { width: 64, height: 64 } },
    steps: {
      type: 'UNetStep',
      inputs: {
        ...{ model: from('lora', 'model'), schedule: from('schedule', 'schedule'), latent: from('size', 'latent') },
        ...{ positive: from('prompt', 'conditioning'), negative: from('prompt', 'conditioning') },
      },
    },
    probe: { type: 'Probe', inputs: { value: from('steps', 'latent') } },
  }
  const placed = Object.entries(nodes).map(([id, node]) => [id, { ...node, at: [0, 0] as [number, number] }])
  return { format: 'latent-loom/workflow', version: 1, name: 'lora', nodes: Object.fromEntries(placed) }
}

/** A host that has this file as `tiny-lora`. */
function hostWith(file: string) {
  const host = memoryHost()
  const { listed, locate } = host.models
  return { ...host, models: { listed, locate: (name: string) => (name === 'tiny-lora' ? file : locate(name)) } }
}

const about = (told: readonly RunChange[], type: RunChange['type']) =>
  told.find((change) => change.type === type && 'node' in change && change.node === 'lora')

it('changes what is painted with its strength', async () => {
  const [full, part] = [await runDocument(workflow(1)), await runDocument(workflow(0.4))]
  expect([full.end, part.end]).toEqual([{ status: 'done' }, { status: 'done' }])
  expect(part.probed).not.toEqual(full.probed)
})

it('warns of what the model has no place for, and goes on', async () => {
  const file = join(folder, 'partly.safetensors')
  const pair = [tensor(`${layer}.lora_down.weight`, 2, 8), tensor(`${layer}.lora_up.weight`, 8, 2)]
  const lost = [1, 2, 3, 4, 5].map((n) => tensor(`lora_unet_lost_${n}.lora_up.weight`, 8, 2))
  await writeSafetensors(file, [...pair, ...lost])
  const { end, told } = await runDocument(workflow(1), hostWith(file))
  expect(end).toEqual({ status: 'done' })
  const warnings = ['5 of 6 layers of this LoRA have no place in the model, such as lora_unet_lost_1; the rest is used']
  expect(about(told, 'node-done')).toMatchObject({ result: { warnings } })
})

it('refuses a LoRA for another kind of model at its input', async () => {
  const file = join(folder, 'other.safetensors')
  await writeSafetensors(file, [tensor(`${layer.replace('attn1_to_q', 'attn2_to_k')}.lora_down.weight`, 2, 768)])
  const { told } = await runDocument(workflow(1), hostWith(file))
  const message = 'other.safetensors seems to be made for Stable Diffusion 1; tiny-sd1 is a model whose text is 16 wide'
  expect(about(told, 'node-failed')).toMatchObject({ error: { input: 'lora', message } })
})

it('takes a file anew that has changed', async () => {
  const file = join(folder, 'changing.safetensors')
  const run = async () => (await runDocument(workflow(1), hostWith(file))).probed
  await cp(join(root, 'tests/golden/lora/kohya.safetensors'), file)
  const before = await run()
  await cp(join(root, 'tests/golden/lora/loha.safetensors'), file)
  expect(await run()).not.toEqual(before)
})
