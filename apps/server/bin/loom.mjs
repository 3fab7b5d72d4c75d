#!/usr/bin/env node
import { ensureBuilt } from '../../../tools/build.mjs'

await ensureBuilt()
await import('../dist/cli.mjs')
