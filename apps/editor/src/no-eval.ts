/** The server's content policy forbids eval: tells zod, before it loads, not to try. */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
