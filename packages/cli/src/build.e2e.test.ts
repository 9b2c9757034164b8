// throughline build, as a user has it.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'throughline.config.ts': `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as shop from './src/shop.ts'
import * as regions from './src/regions.ts'

const inline = dataflow({ anything: () => 1 })
export default defineProject({ name: 'shop', flows: { shop: dataflow(shop), regions: dataflow(regions), inline } })
`,
  'src/shop.ts': `export const gross = ({ net }: { net: number }): number => net * 1.2
export const report = ({ gross }: { gross: number }): string => String(gross)
`,
  'src/regions.ts': `import { subflow } from 'throughline'
import * as shop from './shop.ts'
export const eu = subflow(shop, { inputs: { net: 3 } })
export const us = subflow(shop, { inputs: { net: 4 } })
`,
  'dist/main.js': 'console.log(1)\n',
  'dist/main.js.map': '{}\n',
}

function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = makeScratch()
  for (const [name, text] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const build = (cwd: string, ...args: readonly string[]) => spawnCommand(['build', ...args], { cwd }).finished

interface Manifest {
  readonly files: Readonly<Record<string, string>>
  readonly flows: Readonly<Record<string, Readonly<Record<string, { readonly version?: string }>>>>
}
const read = (...path: readonly string[]): Manifest => JSON.parse(readFileSync(join(...path), 'utf8')) as Manifest

describe('throughline build', () => {
  test('writes the versions of all flows, and says for what', async () => {
    const folder = project()
    const ended = await build(folder)
    expect(ended).toMatchObject({
      code: 0,
      stdout: `6 code versions of 3 flows, for 1 file
without a version: 1 node
  inline anything: it is not known which module exports it
`,
      stderr: 'wrote dist/throughline.versions.json\n',
    })
    const { files, flows } = read(folder, 'dist/throughline.versions.json')
    expect(Object.keys(files)).toEqual(['main.js'])
    expect(Object.keys(flows)).toEqual(['inline', 'regions', 'shop'])
    expect(Object.keys(flows['regions']!)).toEqual(['eu.gross', 'eu.report', 'us.gross', 'us.report'])
    expect(flows['regions']!['eu.gross']!.version).not.toBe(flows['regions']!['us.gross']!.version)
    expect(readdirSync(join(folder, 'dist'))).toEqual(['main.js', 'main.js.map', 'throughline.versions.json'])
  })

  test('reads what it is told to, from where it is called, and writes where it is told to', async () => {
    const folder = project({ 'app/web/a.mjs': '', 'app/web/b.mjs': '', 'app/web/old.mjs': '' })
    const out = await build(join(folder, 'app'), '--out', 'web', '--manifest', 'versions.json')
    expect(out).toMatchObject({ code: 0, stderr: 'wrote versions.json\n' })
    expect(Object.keys(read(folder, 'app/versions.json').files)).toEqual(['web/a.mjs', 'web/b.mjs', 'web/old.mjs'])
    const named = await build(folder, 'app/web/a.mjs', 'app/web/b.mjs')
    expect(named).toMatchObject({ code: 0, stderr: 'wrote dist/throughline.versions.json\n' })
    expect(Object.keys(read(folder, 'dist/throughline.versions.json').files)).toEqual([
      '../app/web/a.mjs',
      '../app/web/b.mjs',
    ])
  })

  test('replaces what is behind a link', async () => {
    const folder = project({ 'kept/versions.json': 'old' })
    symlinkSync(join(folder, 'kept/versions.json'), join(folder, 'dist/throughline.versions.json'))
    expect((await build(folder)).code).toBe(0)
    expect(Object.keys(read(folder, 'kept/versions.json').files)).toEqual(['main.js'])
  })

  test.each([
    ['there is no output', ['--out', 'nowhere'], 1, /analyze\/no-output\nThere is no folder "nowhere"/],
    ['the manifest has no folder', ['--manifest', 'nowhere/x.json'], 1, /cli\/file-not-written\n/],
    ['a file is not there', ['dist/absent.js'], 1, /analyze\/output-not-read\n/],
    ['there is no project', ['--project', 'nowhere'], 2, /project\/no-such-path\n/],
    ['an option is unknown', ['--output', 'dist'], 2, /There is no option "--output"/],
  ])('says when %s, and writes nothing', async (_, args, code, text) => {
    const folder = project()
    const ended = await build(folder, ...args)
    expect(ended.code).toBe(code)
    expect(ended.stderr).toMatch(text)
    expect(readdirSync(join(folder, 'dist'))).toEqual(['main.js', 'main.js.map'])
  })

  test('shows what is wrong with the project', async () => {
    const ended = await build(
      project({ 'src/shop.ts': 'export const gross = ({ gross }: { gross: number }) => gross' }),
    )
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/^modifier\/unknown-input\n[^]*src\/regions\.ts:3/)
  })

  test('warns when the source is newer, and goes on', async () => {
    const folder = project()
    utimesSync(join(folder, 'src/shop.ts'), new Date(2100, 1), new Date(2100, 1))
    const ended = await build(folder)
    expect(ended.code).toBe(0)
    expect(ended.stderr).toMatch(
      /^analyze\/output-older\n[^]*\n {2}src\/shop\.ts was changed after dist\/main\.js[^]*wrote/,
    )
  })
})
