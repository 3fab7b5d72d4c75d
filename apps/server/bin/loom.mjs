#!/usr/bin/env node
import { ensureBuilt } from '../../../tools/build.mjs'

await ensureBuilt({ page: process.argv[2] === 'serve' })
await import('../dist/cli.mjs')
