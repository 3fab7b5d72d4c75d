import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ImageAsset, type RunChange, sentence } from '@loom/protocol'
import { planRun } from '@loom/runtime'
import { EngineProcess } from '../engine/engine-process'
import { paths } from '../paths'
import { AssetFiles } from '../store/asset-files'
import { InputFault } from './input-fault'
import { device, deviceOf, only, read, shared } from './options'
import { type NameFile, outputFiles } from './output-files'
import { openShelves, placesOf } from './places'
import { progressLine } from './progress-line'
import { readGraph } from './read-graph'
import { withSettings } from './settings'

const options = { ...shared, ...device, set: { type: 'string', multiple: true }, out: { type: 'string' } } as const

type Shown = { node: string; image: ImageAsset }
type NodeTime = { node: string; cached: boolean; durationMs: number }

const STOPPED = 130

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, options)
  const file = only(positionals, 'workflow file')
  const nameFile = outputFiles(values.out)
  const places = placesOf(values)
  const assets = new AssetFiles(await mkdtemp(join(tmpdir(), 'latent-loom-')))
  const engine = new EngineProcess({
    file: paths.engine,
    settings: {
      ...{ library: places.library, models: [...places.models, join(places.data, 'models')] },
      ...{ assets: assets.folder, device: deviceOf(values.device), cacheBytes: 1 << 28 },
    },
    graceMs: 5_000,
  })
  try {
    engine.start() // it gets ready while the document is checked
    const { library, models } = await openShelves(places)
    const world = { library, models: models.names(), assets }
    const workflow = await withSettings(await readGraph(file), values.set ?? [], world)
    const planned = planRun(workflow, library, world)
    if (!planned.ok) throw new InputFault(planned.problems.map((problem) => `${file}: ${sentence(problem)}`).join('\n'))

    const stop = new AbortController()
    process.once('SIGINT', () => stop.abort())
    process.once('SIGTERM', () => stop.abort())
    const line = progressLine()
    const shown: Shown[] = []
    const nodes: NodeTime[] = []
    const began = performance.now()
    const onChange = (change: RunChange) => {
      line.tell(change)
      if (change.type !== 'node-done') return
      const { node, cached, durationMs, result } = change
      nodes.push({ node, cached, durationMs })
      if (library.get(workflow.nodes[node]!.type)?.terminal)
        shown.push(...(result?.images ?? []).map((image) => ({ node, image })))
    }
    const job = { id: 'run', workflow, outputs: undefined }
    const end = await engine.run(job, { onChange, onPreview: () => {}, wantsPreviews: () => false }, stop.signal)
    line.clear()
    const durationMs = Math.round(performance.now() - began)
    const images = await keep(shown, assets, nameFile)
    if (values.json) process.stdout.write(`${JSON.stringify({ ...end, durationMs, images, nodes }, null, 2)}\n`)
    else for (const image of images) process.stdout.write(`${image.file}\n`)
    if (end.status === 'done') process.stderr.write(values.json ? '' : `done in ${(durationMs / 1000).toFixed(1)} s\n`)
    else process.stderr.write(end.status === 'cancelled' ? 'cancelled\n' : `${file}: ${end.error}\n`)
    return end.status === 'done' ? 0 : end.status === 'cancelled' ? STOPPED : 1
  } finally {
    await engine.close(0)
    await rm(assets.folder, { recursive: true, force: true })
  }
}

/** Copies the pictures of a run to where the person wants them; also those of a run that failed later. */
async function keep(shown: readonly Shown[], assets: AssetFiles, nameFile: NameFile) {
  const images: { node: string; file: string; width: number; height: number }[] = []
  for (const { node, image } of shown) {
    const file = nameFile(image.name ?? `${node}.png`)
    await copyFile(join(assets.folder, image.id), file)
    images.push({ node, file, width: image.width, height: image.height })
  }
  return images
}
