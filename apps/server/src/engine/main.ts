import { chooseDevice, type DeviceChoice, keepPrepacked, limitMemory } from '@loom/models'
import { loadLibrary } from '../library'
import { modelShelf } from '../model-shelf'
import { AssetFiles } from '../store/asset-files'
import { Engine } from './engine'
import type { EngineSettings, FromEngine, ToEngine } from './messages'

// The process in which models run: started by `EngineProcess`, gone when its parent is.
const settings = JSON.parse(process.argv[2] ?? '{}') as EngineSettings
process.on('disconnect', () => process.exit())
process.on('SIGINT', () => {}) // Ctrl+C reaches the whole group; the parent decides

const send = (message: FromEngine) =>
  new Promise<void>((resolve) => {
    if (process.connected) process.send!(message, undefined, undefined, () => resolve())
    else resolve()
  })

const library = await loadLibrary(settings.library)
const { cache, keepBytes, previews } = settings
limitMemory(settings.memoryBytes)
keepPrepacked(cache, settings.prepackedBytes)
const choice: DeviceChoice = await chooseDevice(settings.device).catch((error: Error) => ({
  device: settings.device, // models say so again when they are opened
  precision: 'fp32',
  refused: { [settings.device]: error.message },
}))
const { device } = choice
const host = {
  ...{ assets: new AssetFiles(settings.assets), models: modelShelf(settings.models), device, cache, keepBytes },
  ...(previews && { previews }),
}
const engine = new Engine({ library, host, cacheBytes: settings.cacheBytes, send })
process.on('message', (message: ToEngine) => void engine.receive(message))
await send({ type: 'ready', choice })
