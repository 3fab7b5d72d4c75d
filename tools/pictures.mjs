#!/usr/bin/env node
// Remakes the pictures of README and docs with the bundled model: `node tools/pictures.mjs`. Needs Chromium for the page.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import sharp from 'sharp'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const loom = join(root, 'apps/server/bin/loom.mjs')
const images = join(root, 'docs/images')
const work = mkdtempSync(join(tmpdir(), 'loom-pictures-'))
mkdirSync(images, { recursive: true })

/** Pictures of a template, in the order in which they were written. */
function paint(graph, ...set) {
  const out = mkdtempSync(join(work, `${graph}-`))
  const args = [
    loom,
    'run',
    join(root, 'graphs', `${graph}.json`),
    '--out',
    `${out}/`,
    ...set.flatMap((one) => ['--set', one]),
  ]
  const written = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return written.trim().split('\n')
}

const SIDE = 256
const GAP = 8

/** Pictures beside each other as one WebP. */
async function strip(name, files) {
  const tiles = await Promise.all(
    files.map(async (file, i) => ({
      input: await sharp(file).resize(SIDE, SIDE).removeAlpha().toBuffer(),
      left: i * (SIDE + GAP),
      top: 0,
    })),
  )
  const width = files.length * SIDE + (files.length - 1) * GAP
  await sharp({ create: { width, height: SIDE, channels: 4, background: '#0000' } })
    .composite(tiles)
    .webp({ quality: 85 })
    .toFile(join(images, `${name}.webp`))
  console.log(`docs/images/${name}.webp`)
}

/** A sheet that a template wrote, as wide as a page. */
async function sheet(name, files, title) {
  const file = files.find((one) => basename(one) === `${title}.png`)
  await sharp(file)
    .resize({ width: 1200 })
    .webp({ quality: 85 })
    .toFile(join(images, `${name}.webp`))
  console.log(`docs/images/${name}.webp`)
}

/** The page with the default workflow after a run. */
async function screenshot(name) {
  const server = spawn(process.execPath, [loom, 'serve', '--port', '0', '--data', join(work, 'data')])
  const url = await new Promise((resolve) => server.stdout.on('data', (text) => resolve(/http\S+/.exec(`${text}`)[0])))
  const browser = await chromium.launch({
    executablePath: process.env.LOOM_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(url)
  await page.locator('[data-node-id="save"]').waitFor()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.locator('[data-node-id="save"] img').waitFor({ timeout: 60_000 })
  await page.mouse.move(700, 770)
  await page.waitForTimeout(600)
  await sharp(await page.screenshot())
    .webp({ quality: 85 })
    .toFile(join(images, `${name}.webp`))
  console.log(`docs/images/${name}.webp`)
  await browser.close()
  server.kill('SIGTERM')
}

await strip('text-to-image', [
  ...paint('text-to-image'),
  ...paint('text-to-image', 'prompt.text=a girl with a pearl earring reading in a library'),
  ...paint('text-to-image', 'prompt.text=a watercolor painting of a cat sleeping on a beach'),
  ...paint('text-to-image', 'prompt.text=an oil painting of a knight playing guitar by a castle'),
  ...paint('text-to-image', 'prompt.text=pixel art of a robot riding a bicycle on the moon'),
])
const looked = paint('attention-maps')
await sheet('attention-maps', looked, 'words')
await sheet('attention-steps', looked, 'rat by step')
await strip(
  'self-attention',
  looked.filter((file) => file.includes('component')),
)
await strip('replace-a-word', paint('replace-a-word'))
await strip(
  'replace-alone',
  paint(
    'replace-a-word',
    'prompt.text=a penguin',
    'with.edited=a cat',
    'with.self=0.8',
    'other.text=a cat',
    'steps.seed=1',
    'free.seed=1',
  ),
)
await strip('refine-the-style', paint('refine-the-style'))
await strip('bumpy-road', paint('bumpy-road'))
await strip('weight-sweep', paint('weight-sweep'))
const picture = JSON.parse(readFileSync(join(root, 'graphs/edit-a-picture.json'), 'utf8')).nodes.picture.inputs.image
await strip('edit-a-picture', [join(root, 'graphs/pictures', picture), ...paint('edit-a-picture')])
await screenshot('editor')
rmSync(work, { recursive: true, force: true })
