import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { AssetId, type InputValue, sentence, type Workflow } from '@loom/protocol'
import { applySettings, type ListedModel, type NodeLibrary, parseSetting } from '@loom/runtime'
import { readImage } from '../images'
import type { AssetFiles } from '../store/asset-files'
import { InputFault } from './input-fault'

type World = { library: NodeLibrary; models: readonly ListedModel[]; assets: AssetFiles }

/** `load.image=cat.png` → the same with the id that the file has once it is stored; other settings as they are. */
async function withStoredImage(argument: string, workflow: Workflow, { library, assets }: World): Promise<string> {
  const [, node = '', input = '', value = ''] = /^([^.=]+)\.([^=]+)=(.+)$/s.exec(argument) ?? []
  const type = Object.hasOwn(workflow.nodes, node) ? workflow.nodes[node]!.type : ''
  const params = library.get(type)?.params ?? {}
  const isImage = Object.hasOwn(params, input) && params[input]!.kind === 'image'
  if (!isImage || AssetId.safeParse(value).success) return argument
  if (!existsSync(value)) throw new InputFault(`--set ${node}.${input}: there is no file ${value}`)
  const bytes = await readFile(value)
  const {
    type: format,
    width,
    height,
  } = await readImage(bytes).catch((error: Error) => {
    throw new InputFault(`--set ${node}.${input}: ${value}: ${error.message}`)
  })
  const { id } = await assets.write(bytes, { width, height }, format)
  return `${node}.${input}=${id}`
}

/** The document with the `--set` arguments in it. */
export async function withSettings(workflow: Workflow, args: readonly string[], world: World): Promise<Workflow> {
  const set: Record<string, InputValue> = {}
  for (const argument of args) {
    const setting = parseSetting(
      await withStoredImage(argument, workflow, world),
      workflow,
      world.library,
      world.models,
    )
    if (!setting.ok) throw new InputFault(`--set ${sentence(setting.problem).replace(/^set\./, '')}`)
    set[setting.key] = setting.value
  }
  const changed = applySettings(workflow, set)
  if (!changed.ok) throw InputFault.of(changed.problems)
  return changed.workflow
}
