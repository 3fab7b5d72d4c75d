import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript
import { ensureBuilt } from '../../tools/build.mjs'
import { loom, startLoom } from './support/command'
import { from, picture, single, workflowOf } from './support/documents'
import { libraryFile } from './support/library-file'
import { temporaryFolder } from './support/server'

beforeAll(() => ensureBuilt()) // or `loom` says on stderr that it builds

/** A folder with a document in it. */
async function folderWith(workflow: object | string) {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'graph.json'), typeof workflow === 'string' ? workflow : JSON.stringify(workflow))
  return folder
}
const several = workflowOf({
  steps: { type: 'Steps' },
  show: { type: 'Show', inputs: { number: from('steps', 'number'), count: 3 } },
})

describe('loom run', () => {
  it('writes the picture and says its name', async () => {
    const folder = await folderWith(picture(1))
    const done = await loom(['run', 'graph.json', '--set', 'steps.seed=9', '--out', 'dog.png'], folder)
    expect(done).toMatchObject({ code: 0, stdout: 'dog.png\n', stderr: expect.stringMatching(/done in [\d.]+ s\n$/) })
    const { data } = await sharp(join(folder, 'dog.png')).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBe(9)
  })

  it('numbers several pictures of one name, and keeps what a folder has', async () => {
    const folder = await folderWith(several)
    expect((await loom(['run', 'graph.json', '--out', 'x.png'], folder)).stdout).toBe('x.png\nx-2.png\nx-3.png\n')
    await loom(['run', 'graph.json', '--out', 'all/'], folder)
    const { stdout } = await loom(['run', 'graph.json', '--out', 'all'], folder)
    expect(stdout.split('\n')[0]).toBe(join('all', 'picture-4.png'))
  })

  it('tells all of it as JSON', async () => {
    const folder = await folderWith(picture(1))
    const { stdout } = await loom(['run', 'graph.json', '--json'], folder)
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'done',
      images: [{ node: 'show', file: 'picture.png', width: 8, height: 8 }],
      nodes: [
        { node: 'steps', cached: false },
        { node: 'show', cached: false },
      ],
    })
  })

  it('takes a picture by its file name', async () => {
    const folder = await folderWith(workflowOf({ load: { type: 'Load' } }))
    await sharp({ create: { width: 4, height: 4, channels: 3, background: '#00f' } })
      .png()
      .toFile(join(folder, 'in.png'))
    const { code } = await loom(['run', 'graph.json', '--set', 'load.image=in.png', '--out', 'out.png'], folder)
    expect(code).toBe(0)
    expect(await readFile(join(folder, 'out.png'))).toEqual(await readFile(join(folder, 'in.png')))
  })

  it('exits with 2 when a node refuses its input, with 1 when the engine is killed', async () => {
    const failed = await loom(['run', 'graph.json'], await folderWith(single('Fail', { name: 'x' })))
    expect([failed.code, failed.stderr]).toEqual([2, 'graph.json: node: cannot use "x"\n'])
    const killed = await loom(['run', 'graph.json'], await folderWith(single('Crash')))
    expect(killed.code).toBe(1)
    expect(killed.stderr).toMatch(/the engine stopped unexpectedly \(SIGKILL/)
  })

  it('stops at Ctrl+C', async () => {
    const folder = await folderWith(single('Wait', { say: 'waiting' }))
    const { child, finished } = startLoom(['run', 'graph.json', '--library', await libraryFile()], folder)
    child.stderr!.on('data', (text) => String(text).includes('waiting') && child.kill('SIGINT'))
    expect(await finished).toMatchObject({ code: 130, stderr: expect.stringMatching(/^waiting\ncancelled\n$/) })
  })
})

describe('what is wrong with a command line is one sentence and exit code 2:', () => {
  const broken = '{"format": '
  it.each<[string, object | string, string[], string]>([
    ['no file', '', ['run'], 'say which workflow file'],
    ['a file that is not there', '', ['run', 'gone.json'], 'gone.json: there is no such file'],
    ['a folder', '', ['run', '.'], '.: it is a folder'],
    ['broken JSON', broken, ['run', 'graph.json'], 'graph.json: this is not JSON'],
    ['another format', {}, ['run', 'graph.json'], 'graph.json: format: expected "latent-loom/workflow"'],
    ['an unknown node', single('Shwo'), ['run', 'graph.json'], 'graph.json: node: unknown node type "Shwo"'],
    ['an unknown option', picture(1), ['run', 'graph.json', '--sett', 'a=1'], 'there is no option --sett; there are'],
    ['a setting without a node', picture(1), ['run', 'graph.json', '--set', 'x'], '--set'],
    ['a setting of no node', picture(1), ['run', 'graph.json', '--set', 'stepz.seed=1'], 'there is no node "stepz"'],
    ['a setting out of range', picture(1), ['run', 'graph.json', '--set', 'steps.steps=0'], 'from 1 to 10000, got 0'],
    ['a setting of another kind', picture(1), ['run', 'graph.json', '--set', 'steps.steps=many'], 'got "many"'],
    [
      'pictures as something else',
      picture(1),
      ['run', 'graph.json', '--out', 'a.gif'],
      '--out takes a .png, .webp or .jpg file or a folder',
    ],
    ['a folder that is not there', picture(1), ['run', 'graph.json', '--out', 'no/a.png'], 'there is no folder'],
    ['an unknown device', picture(1), ['run', 'graph.json', '--device', 'abacus'], '--device takes one of auto'],
    ['two files', picture(1), ['run', 'graph.json', 'b.json'], 'expected one workflow file'],
    [
      'a workflow with a fault',
      single('Busy', { ms: -1 }),
      ['validate', 'graph.json'],
      'node.ms: expected a whole number',
    ],
    ['an unknown model', '', ['models', 'inspect', 'nope'], 'there is no model "nope"'],
    ['a port that is none', '', ['serve', '--port', 'http'], '--port takes a number'],
    ['an open host without a token', '', ['serve', '--host', '0.0.0.0'], 'give a --token'],
    [
      'no way to make previews',
      '',
      ['serve', '--previews', 'oil'],
      '--previews takes one of auto, decoder, linear, off',
    ],
    ['a short token', '', ['serve', '--token', 'abc'], 'a token has 16 or more'],
  ])('%s', async (_, workflow, args, sentence) => {
    const { code, stdout, stderr } = await loom(args, await folderWith(workflow))
    expect(stderr).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('a command that is none', async () => {
    const { code, stderr } = await startLoom(['paint']).finished
    expect([code, stderr]).toEqual([
      2,
      'loom: there is no command "paint"; there are serve, run, validate, nodes, models, devices\n',
    ])
  })
})

describe('loom', () => {
  it('validates, lists and helps', async () => {
    const folder = await folderWith(picture(1))
    expect((await loom(['validate', 'graph.json'], folder)).stdout).toBe('graph.json: 2 nodes, no problems\n')
    expect((await loom(['nodes'], folder)).stdout).toMatch(/^Words +other/)
    expect(JSON.parse((await loom(['nodes', '--json'], folder)).stdout)[0].type).toBe('Words')
    expect((await loom(['models', 'ls', '--json'], folder)).code).toBe(0)
    const { code, stdout } = await startLoom(['run', '--help']).finished
    expect([code, stdout]).toEqual([0, expect.stringMatching('--set node.input=value')])
  })
})
