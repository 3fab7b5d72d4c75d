import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sentence, type Workflow } from '@loom/protocol'
import { type NodeLibrary, planRun } from '@loom/runtime'
import { EngineProcess } from '../engine/engine-process'
import type { EngineSettings } from '../engine/messages'
import { paths } from '../paths'
import { AssetFiles } from '../store/asset-files'
import { InputFault } from './input-fault'
import { bytesOf, device, deviceOf, only, read, shared } from './options'
import { type NameFile, outputFiles } from './output-files'
import { openShelves, type Places, placesOf } from './places'
import { progressLine } from './progress-line'
import { readGraph } from './read-graph'
import { RunReport, type Shown } from './run-report'
import { withSettings } from './settings'

const options = { ...shared, ...device, set: { type: 'string', multiple: true }, out: { type: 'string' } } as const

const STOPPED = 130

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, options)
  const file = only(positionals, 'workflow file')
  const nameFile = outputFiles(values.out)
  const places = placesOf(values)
  const on = deviceOf(values.device)
  const document = await readGraph(file)
  const assets = new AssetFiles(await mkdtemp(join(tmpdir(), 'latent-loom-')))
  const bytes = { memoryBytes: bytesOf('memory', values.memory), prepackedBytes: bytesOf('prepack', values.prepack) }
  const engine = engineFor(places, assets, { device: on, ...bytes })
  try {
    engine.start() // it gets ready while the document is checked
    const { library, models } = await openShelves(places)
    const world = { library, models: models.listed(), assets }
    const workflow = await withSettings(document, values.set ?? [], world)
    const planned = planRun(workflow, library, world)
    if (!planned.ok) throw new InputFault(planned.problems.map((problem) => `${file}: ${sentence(problem)}`).join('\n'))
    const report = await runToEnd(engine, workflow, library)
    for (const { node, message } of report.warnings) process.stderr.write(`${file}: ${node}: ${message}\n`)
    const images = await keep(report.shown, assets, nameFile)
    if (values.json) process.stdout.write(`${report.json(images)}\n`)
    else for (const image of images) process.stdout.write(`${image.file}\n`)
    const { status, error } = report.end
    if (status === 'failed') process.stderr.write(`${file}: ${error}\n`)
    else if (status === 'cancelled') process.stderr.write('cancelled\n')
    else if (!values.json) process.stderr.write(`done in ${(report.durationMs / 1000).toFixed(1)} s\n`)
    return { done: 0, failed: report.blamesInput ? 2 : 1, cancelled: STOPPED }[status]
  } finally {
    await engine.close(0)
    await rm(assets.folder, { recursive: true, force: true })
  }
}

function engineFor(
  { library, models, data, cache }: Places,
  assets: AssetFiles,
  on: Pick<EngineSettings, 'device' | 'memoryBytes' | 'prepackedBytes'>,
): EngineProcess {
  const folders = [...models, join(data, 'models')]
  const sizes = { cacheBytes: 1 << 28, keepBytes: 1 << 28 }
  const settings = { ...on, ...sizes, library, models: folders, assets: assets.folder, cache }
  return new EngineProcess({ file: paths.engine, settings, graceMs: 5_000 })
}

/** Runs until the end or until Ctrl+C, showing how far it is. */
async function runToEnd(engine: EngineProcess, workflow: Workflow, library: NodeLibrary): Promise<RunReport> {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  const line = progressLine()
  const report = new RunReport((node) => library.get(workflow.nodes[node]!.type)?.terminal ?? false)
  const listener = {
    onChange: (change: Parameters<RunReport['take']>[0]) => {
      line.tell(change)
      report.take(change)
    },
    onPreview: () => {},
    wantsPreviews: () => false,
  }
  report.finish(await engine.run({ id: 'run', workflow, outputs: undefined, observe: false }, listener, stop.signal))
  line.clear()
  return report
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
