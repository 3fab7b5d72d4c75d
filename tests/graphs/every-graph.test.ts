import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { library } from '@loom/nodes'
import { type RunChange, readWorkflowText, type Workflow } from '@loom/protocol'
import { checkWorkflow, createCache, executePlan, planRun } from '@loom/runtime'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memoryHost, models, root } from '../support/host'

const folder = join(root, 'graphs')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

function read(name: string): Workflow {
  const result = readWorkflowText(readFileSync(join(folder, name), 'utf8'))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.workflow
}

/** The refiner of a checkpoint. */
const refiners: Record<string, string> = { 'tiny-sdxl': 'tiny-refiner' }

/** The same graph on another checkpoint, in few steps and small. */
function quick(workflow: Workflow, checkpoint: string): Workflow {
  const nodes = Object.entries(workflow.nodes).map(([id, node]) => {
    const inputs = { ...node.inputs }
    if (node.type === 'CheckpointLoader') inputs.checkpoint = checkpoint
    if (id === 'refiner') inputs.checkpoint = refiners[checkpoint] ?? checkpoint
    if (node.type === 'LoraLoader' && checkpoint === 'tiny-sd1') inputs.lora = 'tiny-lora'
    if (node.type === 'Scheduler') inputs.steps = 3
    if (node.type === 'UNetStep' && inputs.endStep) inputs.endStep = 2
    if (node.type === 'UNetStep' && inputs.startStep) inputs.startStep = 2
    if (['EmptyLatent', 'LoadImage', 'MaskShape'].includes(node.type))
      Object.assign(inputs, { width: 128, height: 128 })
    return [id, { ...node, inputs }]
  })
  return { ...workflow, nodes: Object.fromEntries(nodes) }
}

/** Checkpoints that a graph runs on: there is no ControlNet for Storybook, and it is not made for inpainting. */
function fitting({ nodes }: Workflow, hasStorybook: boolean): string[] {
  const has = (kind: string) => Object.values(nodes).some(({ type }) => type === kind)
  if (has('InpaintConditioning')) return ['tiny-inpaint']
  const xl = has('SaidSize') ? ['tiny-sdxl'] : []
  return hasStorybook && !has('ControlNetLoader') ? ['tiny-sd1', ...xl, 'storybook'] : ['tiny-sd1', ...xl]
}

async function run(workflow: Workflow) {
  const planned = planRun(workflow, library, { models })
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  const host = memoryHost()
  const told: RunChange[] = []
  const end = await executePlan(planned.plan, {
    host,
    cache: createCache({ maxBytes: 1e8 }),
    signal: new AbortController().signal,
    emit: (change) => told.push(change),
  })
  return { end, told, images: [...host.images.values()] }
}

describe.each(names)('graphs/%s', (name) => {
  it('has a name, a description and nothing wrong', () => {
    const workflow = read(name)
    expect(workflow.description ?? '').not.toBe('')
    expect(checkWorkflow(workflow, library, { models })).toEqual([])
  })

  const hasStorybook = existsSync(join(root, 'models/storybook/model_index.json'))
  it.each(fitting(read(name), hasStorybook))('paints on %s', async (checkpoint) => {
    const { end, images } = await run(quick(read(name), checkpoint))
    expect(end).toEqual({ status: 'done' })
    expect(images.length).toBeGreaterThan(0)
    for (const png of images) {
      const { channels } = await sharp(png).stats()
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(1) // not one flat colour
    }
  })
})
