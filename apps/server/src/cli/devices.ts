import { tmpdir } from 'node:os'
import type { DeviceChoice } from '@loom/models'
import { EngineProcess } from '../engine/engine-process'
import { paths } from '../paths'
import { InputFault } from './input-fault'
import { deviceNames, read, shared } from './options'
import { table } from './table'

const options = { json: shared.json, help: shared.help } as const

/** What an engine started for a device says of it. Drivers may write to its terminal or bring it down. */
function tried(device: string): Promise<DeviceChoice> {
  return new Promise((resolve) => {
    const end = (choice: DeviceChoice) => {
      resolve(choice)
      void engine.close(0)
    }
    const engine = new EngineProcess({
      file: paths.engine,
      settings: {
        ...{ models: [], assets: tmpdir(), cache: tmpdir(), device },
        ...{ memoryBytes: 0, cacheBytes: 0, keepBytes: 0, prepackedBytes: 0 },
      },
      onChoice: end,
      onState: (state) => {
        const refused = { [device]: `${device} does not work here: its driver fails while it is tried` }
        if (state === 'restarting') end({ device, precision: 'fp32', refused })
      },
    })
    engine.start()
  })
}

export async function devices(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args, options)
  if (positionals.length > 0) throw new InputFault(`devices takes no "${positionals[0]}"`)
  const auto = await tried('auto')
  const rows = []
  for (const device of deviceNames.filter((name) => name !== 'auto')) {
    const { precision, refused } = await tried(device)
    const problem = refused[device] ?? (auto.device === device ? undefined : auto.refused[device])
    const usable = refused[device] === undefined
    rows.push({ device, usable, ...(usable && { precision }), auto: auto.device === device, ...(problem && { problem }), ...(refused.fp16 && { fp16: refused.fp16 }) }) // biome-ignore format: a row
  }
  if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  else process.stdout.write(table(rows.map(told)))
  return 0
}

type Row = { device: string; usable: boolean; precision?: string; auto: boolean; problem?: string; fp16?: string }
const told = ({ device, usable, precision, auto, problem, fp16 }: Row): string[] => [
  device,
  usable ? (precision === 'fp16' ? '16 bits' : '32 bits') : '–',
  [auto ? 'what --device auto takes' : undefined, problem, fp16].filter((words) => words !== undefined).join('; '),
]
