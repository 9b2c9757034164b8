// Every issue of this room, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { afterAll, describe, expect, it } from 'vitest'
import { buildShop, makeFolder, SHOP, write } from './build/fixtures/shop.ts'
import { readOutput } from './build/output-files.ts'
import { loadBuiltVersions } from './built/load-built-versions.ts'
import { analyzeIssue } from './issues.ts'
import { loadCompiler } from './types/load-compiler.ts'

/** A project that has TypeScript 7 and nothing else. */
const project = mkdtempSync(join(tmpdir(), 'throughline-'))
mkdirSync(join(project, 'node_modules'))
const compiler = fileURLToPath(new URL('../../../node_modules/typescript', import.meta.url))
symlinkSync(compiler, join(project, 'node_modules/typescript'), 'junction')
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof analyzeIssue.codes)[number], () => Situation>> = {
  'analyze/no-compiler': () => thrown(() => loadCompiler([project])),
  'analyze/no-output': () => thrown(() => buildShop(shop(), { out: join(shop(), 'build'), display: () => 'dist' })),
  'analyze/output-not-read': () => thrown(() => buildShop(shop({ 'dist/legacy.js': 'var public = <page/>' }))),
  'analyze/output-incomplete': () => thrown(() => buildShop(shop({ 'dist/main.js': "import './chunk-7XQ2.js'" }))),
  'analyze/output-in-motion': () =>
    thrown(() => {
      const folder = shop()
      const readBytes = (path: string): Buffer => {
        write(folder, { 'dist/main.js': `${Math.random()}` })
        return readFileSync(path)
      }
      readOutput({ out: join(folder, 'dist'), manifest: '', display: (path) => relative(folder, path), readBytes })
    }),
  'analyze/output-older': () => {
    const folder = shop()
    utimesSync(join(folder, 'src/rates.ts'), new Date(2100, 1), new Date(2100, 1))
    return buildShop(folder).warnings
  },
  'analyze/output-changed': () =>
    loaded((folder) => {
      write(folder, { 'dist/main.js': '' })
      rmSync(join(folder, 'dist/chunks'), { recursive: true })
      write(folder, { 'node_modules/digits/package.json': '{ "name": "digits", "version": "1.2.0" }' })
    }),
  'analyze/manifest-not-read': () => loaded((_, manifest) => rmSync(manifest)),
  'analyze/manifest-newer': () =>
    loaded((_, manifest) =>
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"format": 1', '"format": 2')),
    ),
}

type Situation = readonly Issue[] | Promise<readonly Issue[]>

/** Where the shop of the pages is. */
const HOME = '/srv/shop'
const shops: string[] = []

function shop(files: Readonly<Record<string, string>> = {}): string {
  const folder = makeFolder({ ...SHOP, ...files })
  shops.push(folder)
  return folder
}

/** What a program is told at its start, when something happened after the build. */
async function loaded(change: (folder: string, manifest: string) => void): Promise<readonly Issue[]> {
  const folder = shop()
  const { file } = buildShop(folder)
  change(folder, file)
  const { issue } = await loadBuiltVersions({ manifest: file, warn: () => {} })
  return issue ? [issue] : []
}

function thrown(call: () => unknown): readonly Issue[] {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

describe('the error catalogue of analysis', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(analyzeIssue.codes).toHavePagesIn('analyze')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = shops.reduce((shown, folder) => shown.replaceAll(folder, HOME), renderIssue(issue!))
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
