import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  chromium.executablePath(),
]

/** The browser of this machine; where there is none, says how to get one. */
export function findChromium(): string {
  const found = places.find((place) => place && existsSync(place))
  if (!found)
    throw new Error(
      'No Chromium found: install it (apt install chromium, or npx playwright-core install chromium) or set CHROMIUM_PATH',
    )
  return found
}
