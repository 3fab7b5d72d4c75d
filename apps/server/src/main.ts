import { main } from './cli/main'

// The `loom` command.
process.exitCode = await main(process.argv.slice(2))
