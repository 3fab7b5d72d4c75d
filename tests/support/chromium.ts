import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
const MISSING =
  'the browser tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium; macOS: Google Chrome), or name it in LOOM_CHROMIUM'

function runnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findChromium(): string | undefined {
  const named = process.env.LOOM_CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [
    ...(named ? [named] : []),
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    MAC,
  ]
  return candidates.find(runnable)
}

/** Installs Debian's package where that is allowed: as root, with apt. */
function installChromium(): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  const apt = (...args: string[]) =>
    execFileSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
}

/** Chromium's place; installs it when it is missing and this machine allows it. */
function chromiumPath(): string {
  const found = findChromium()
  if (found) return found
  try {
    installChromium()
  } catch {
    // the sentence below says what to do
  }
  const installed = findChromium()
  if (!installed) throw new Error(MISSING)
  return installed
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] })
}
