import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

const server = process.env.LOOM_SERVER ?? 'http://127.0.0.1:4870'

export default defineConfig(({ command }) => {
  // a test runner sets NODE_ENV; a built page always has React's production code
  if (command === 'build') process.env.NODE_ENV = 'production'
  return config
})

const config = {
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 900 },
  server: { port: 4871, proxy: { '/api': { target: server, ws: true }, '/health': server } },
} satisfies UserConfig
