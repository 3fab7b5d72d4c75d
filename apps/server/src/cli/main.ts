import { VERSION } from '../version'
import { help } from './help'
import { CommandFailure, InputFault } from './input-fault'

type Command = (args: readonly string[]) => Promise<number>

/** Loaded when asked for, so that `loom --help` is there at once. */
const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve')).serve,
  run: async () => (await import('./run')).run,
  validate: async () => (await import('./validate')).validate,
  nodes: async () => (await import('./nodes')).nodes,
  models: async () => (await import('./models')).models,
  devices: async () => (await import('./devices')).devices,
}

/** Runs a command line, gives its exit code. */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${help(args[0])}\n`)
    return 0
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${VERSION}\n`)
    return 0
  }
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`loom: there is no command "${name}"; there are ${Object.keys(commands).join(', ')}\n`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${help(name)}\n`)
    return 0
  }
  try {
    const command = await commands[name]!()
    return await command(args)
  } catch (error) {
    if (!(error instanceof InputFault || error instanceof CommandFailure)) throw error
    for (const line of error.message.split('\n')) process.stderr.write(`loom: ${line}\n`)
    return error instanceof InputFault ? 2 : 1
  }
}
