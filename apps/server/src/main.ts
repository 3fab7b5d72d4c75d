import { main } from './cli/main'

// The `loom` command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(1) // whoever read the results has gone: `loom nodes | head -1`
})
process.exitCode = await main(process.argv.slice(2))
