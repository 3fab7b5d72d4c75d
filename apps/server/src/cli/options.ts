import { totalmem } from 'node:os'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { InputFault } from './input-fault'

type Options = NonNullable<ParseArgsConfig['options']>

/** Options that several commands take. */
export const shared = {
  data: { type: 'string' },
  models: { type: 'string', multiple: true },
  library: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies Options
export const device = {
  device: { type: 'string', default: 'auto' },
  memory: { type: 'string', default: `${Math.round(totalmem() / 2 ** 21)}` },
  cache: { type: 'string' },
  prepack: { type: 'string', default: '0' },
} as const satisfies Options

export const deviceNames = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml']

export function deviceOf(name: string): string {
  if (deviceNames.includes(name)) return name
  throw new InputFault(`--device takes one of ${deviceNames.join(', ')}, got "${name}"`)
}

/** Bytes of a number of MB. */
export function bytesOf(option: string, megabytes: string): number {
  if (/^\d{1,7}$/.test(megabytes)) return Number(megabytes) * 2 ** 20
  throw new InputFault(`--${option} takes a number of MB, got "${megabytes}"`)
}

/** The options and the other words of a command line; what is unknown or misses its value is said. */
export function read<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const name = /'(--?[^' =]+)/.exec((error as Error).message)?.[1]
    const code = (error as { code?: string }).code
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const known = Object.keys(options).map((option) => `--${option}`)
      throw new InputFault(`there is no option ${name}; there are ${known.join(', ')}`)
    }
    throw new InputFault((error as Error).message.split('. ')[0]!)
  }
}

/** The one word a command takes. */
export function only(words: readonly string[], what: string): string {
  const [first, ...more] = words
  if (first === undefined) throw new InputFault(`say which ${what}`)
  if (more.length > 0) throw new InputFault(`expected one ${what}, got ${words.join(' ')}`)
  return first
}
