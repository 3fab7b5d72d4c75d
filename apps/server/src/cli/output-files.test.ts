import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outputFiles } from './output-files'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-out-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('where pictures go', () => {
  it('a file name takes the first and numbers the others, over what was there', () => {
    writeFileSync(join(folder, 'dog.png'), '')
    const name = outputFiles(join(folder, 'dog.png'))
    expect([name('a.png'), name('b.png'), name('a.png')]).toEqual(
      ['dog.png', 'dog-2.png', 'dog-3.png'].map((file) => join(folder, file)),
    )
  })

  it('a picture of another type keeps its own extension', () => {
    const name = outputFiles(join(folder, 'dog.JPEG'))
    expect([name('a.jpg'), name('b.webp')]).toEqual(['dog.JPEG', 'dog.webp'].map((file) => join(folder, file)))
  })

  it('a folder is made and keeps what it has', () => {
    const name = outputFiles(join(folder, 'new'))
    writeFileSync(join(folder, 'new', 'a.png'), '')
    expect([name('a.png'), name('a.png'), name('b.png')]).toEqual(
      ['a-2.png', 'a-3.png', 'b.png'].map((file) => join(folder, 'new', file)),
    )
  })

  it('a suggested name never leads out of the folder', () => {
    expect(outputFiles(folder)('../../etc/x.png')).toBe(join(folder, 'x.png'))
  })

  it('something that is no picture and no folder is refused', () => {
    expect(() => outputFiles(join(folder, 'a.gif'))).toThrow('--out takes a .png, .webp or .jpg file or a folder')
    expect(() => outputFiles(join(folder, 'no', 'a.png'))).toThrow('there is no folder')
  })
})
