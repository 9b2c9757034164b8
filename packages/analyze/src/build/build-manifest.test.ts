import { appendFileSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { isThroughlineError } from 'throughline'
import { describe, expect, it } from 'vitest'
import { parseManifest, type BuiltContent } from '../built/manifest.ts'
import { createResolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import { createVersions } from '../versions/create-versions.ts'
import { buildShop, makeFolder, SHOP, write } from './fixtures/shop.ts'
import { readOutput } from './output-files.ts'

function contentOf({ text }: { readonly text: string }): BuiltContent {
  const parsed = parseManifest(text)
  if (parsed.status !== 'read') throw new Error(text)
  return parsed.content
}

function problemsOf(call: () => unknown): string[] {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((one) => [one.title, ...one.details].join('\n'))
    throw error
  }
  return []
}

describe('the manifest of a build', () => {
  it('has the versions that the source has, with what is impure and what cannot be followed', () => {
    const folder = makeFolder(SHOP)
    const { flows, remarks } = contentOf(buildShop(folder))
    const versions = createVersions({ tree: new SourceTree(), resolver: createResolver() })
    const versionOf = (name: string): string => versions.codeVersion(join(folder, 'src/shop.ts'), name).version!
    expect(flows).toEqual({
      shop: {
        dated: { version: versionOf('dated'), impure: [0] },
        gross: { version: versionOf('gross') },
        late: { version: versionOf('late'), impure: [1], caveats: [2] },
      },
    })
    expect(remarks.map(({ what, file, line }) => `${what} ${file}:${line}`)).toEqual([
      'Date.now src/shop.ts:4',
      'Math.random src/shop.ts:5',
      expect.stringMatching(/^import.* src\/shop\.ts:5$/),
    ])
  })

  it('is the same, byte for byte, for the same input in another folder and another order', () => {
    const first = buildShop(makeFolder(SHOP))
    const elsewhere = makeFolder(Object.fromEntries(Object.entries(SHOP).reverse()))
    const flowModule = join(elsewhere, 'src/shop.ts')
    const nodes = ['late', 'gross', 'dated'].map(
      (name) => ({ name, kind: 'function', exportPath: name, flowModule }) as const,
    )
    const second = buildShop(elsewhere, { flows: [{ name: 'shop', nodes }] })
    expect(second.text).toBe(first.text)
    expect(second.text).not.toContain(elsewhere)
  })

  it('says why a node has no version', () => {
    const folder = makeFolder(SHOP)
    const flowModule = join(folder, 'src/shop.ts')
    const { withoutVersion, versions } = buildShop(folder, {
      flows: [
        {
          name: 'made',
          nodes: [
            { name: 'a', kind: 'override', exportPath: 'gross', flowModule },
            { name: 'b', kind: 'function', exportPath: 'gross' },
            { name: 'c', kind: 'function', exportPath: 'absent', flowModule },
            { name: '__proto__', kind: 'function', exportPath: 'gross', flowModule },
          ],
        },
      ],
    })
    expect(withoutVersion.map(({ node, reason }) => `${node}: ${reason}`)).toEqual([
      'a: its value is given',
      'b: it is not known which module exports it',
      'c: the file has no value named "absent" to export',
    ])
    expect(versions).toBe(1)
  })

  it('warns when the source is newer than the output', () => {
    const folder = makeFolder(SHOP)
    const [earlier, later] = [new Date(2020, 1), new Date(2020, 2)]
    for (const file of ['src/shop.ts', 'src/rates.ts', 'dist/main.js', 'dist/chunks/rates.js']) {
      utimesSync(join(folder, file), earlier, earlier)
    }
    expect(buildShop(folder).warnings).toEqual([])
    utimesSync(join(folder, 'src/rates.ts'), later, later)
    expect(buildShop(folder).warnings).toMatchObject([
      { code: 'analyze/output-older', facts: { source: join('src', 'rates.ts') } },
    ])
  })
})

describe('the files of a build', () => {
  const filesOf = (folder: string, options = {}): string[] => Object.keys(contentOf(buildShop(folder, options)).files)

  it('are all JavaScript below the folder; nothing of packages, no maps, not the manifest', () => {
    const more = { 'main.js.map': '{}', 'worker.mjs': '', 'node_modules/x/x.js': '', 'x.d.ts': '', 'style.css': '' }
    const folder = makeFolder(SHOP)
    write(join(folder, 'dist'), more)
    expect(filesOf(folder)).toEqual(['chunks/rates.js', 'main.js', 'worker.mjs'])
  })

  it('are those that were named, and what they load', () => {
    const folder = makeFolder({
      ...SHOP,
      'package.json': '{ "type": "module", "imports": { "#inner": "./dist/inner.js" } }',
      'dist/main.js': `import './chunks/rates.js'
import data from './data.json' with { type: 'json' }
import manifest from './throughline.versions.json' with { type: 'json' }
import inner from '#inner'
const text = new URL('./text%20file.csv?v=1', import.meta.url)
const made = [new URL('./made-later.csv', import.meta.url), new URL('./%zz', import.meta.url)]
const page = new URL('/page.html', import.meta.url)
await import('./late.js')
await import('./optional.js').catch(() => {})
`,
      'dist/inner.js': 'export { default } from "./inner-most.cjs"',
      'dist/inner-most.cjs': 'if (!module) return\nmodule.exports = [require("./required"), require("./native.node")]',
      'dist/required.js': '',
      'dist/native.node': 'binary',
      'dist/data.json': '{}',
      'dist/text file.csv': '1,2',
      'dist/late.js': '',
      'dist/not-loaded.js': '',
    })
    expect(filesOf(folder, { files: [join(folder, 'dist/main.js')] })).toEqual([
      'chunks/rates.js',
      'data.json',
      'inner-most.cjs',
      'inner.js',
      'late.js',
      'main.js',
      'native.node',
      'required.js',
      'text file.csv',
    ])
  })

  it('may be beside the manifest or above it', () => {
    const folder = makeFolder(SHOP)
    write(folder, { 'deploy/package.json': '{}' })
    expect(filesOf(folder, { manifest: join(folder, 'deploy/versions.json') })).toEqual([
      '../dist/chunks/rates.js',
      '../dist/main.js',
    ])
  })

  it('are found once in a folder that links to itself', () => {
    const folder = makeFolder(SHOP)
    symlinkSync(join(folder, 'dist'), join(folder, 'dist/again'), 'junction')
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dist/lost'), 'junction')
    symlinkSync(join(folder, 'dist/round'), join(folder, 'dist/round'), 'junction')
    expect(filesOf(folder)).toEqual(['chunks/rates.js', 'main.js'])
  })

  it('must be there', () => {
    const folder = makeFolder(SHOP)
    expect(problemsOf(() => buildShop(folder, { out: join(folder, 'build') }))).toEqual([
      'There is no folder "build" with the output.',
    ])
    expect(problemsOf(() => buildShop(folder, { out: join(folder, 'node_modules/digits') }))).toEqual([
      `There is no JavaScript below "${join('node_modules', 'digits')}".`,
    ])
    expect(problemsOf(() => buildShop(folder, { files: [join(folder, 'dist/nothing.js')] }))).toEqual([
      `"${join('dist', 'nothing.js')}" cannot be read as JavaScript.\nthere is no such file`,
    ])
    expect(problemsOf(() => buildShop(folder, { files: [join(folder, 'dist')] }))).toEqual([
      '"dist" cannot be read as JavaScript.\nit is a folder; folders are given with  --out',
    ])
    rmSync(join(folder, 'dist/chunks/rates.js'))
    expect(problemsOf(() => buildShop(folder))).toEqual([
      `The output imports files that are not there.\n${join('dist', 'main.js')} imports ./chunks/rates.js`,
    ])
  })

  it('must be JavaScript, and must stand still', () => {
    const folder = makeFolder(SHOP)
    const options = { out: join(folder, 'dist'), manifest: '', display: (path: string) => path }
    const read: string[] = []
    const readBytes = (path: string): Buffer => {
      // A bundler writes a file that was read before.
      for (const before of read) appendFileSync(before, ' ')
      read.push(path)
      return readFileSync(path)
    }
    expect(problemsOf(() => readOutput({ ...options, readBytes }))).toEqual([
      `"${read[0]}" was written while it was read.`,
    ])
    const replace = (path: string): Buffer => {
      const bytes = readFileSync(path)
      write(folder, { 'dist/new.js.tmp': bytes.toString() })
      renameSync(join(folder, 'dist/new.js.tmp'), path)
      return bytes
    }
    expect(problemsOf(() => readOutput({ ...options, readBytes: replace }))).toHaveLength(1)
    write(folder, { 'dist/main.js': 'import {' })
    expect(problemsOf(() => readOutput(options))[0]).toMatch(/main\.js" cannot be read as JavaScript/)
  })
})

describe('the packages of a build', () => {
  const packagesOf = (files: Readonly<Record<string, string>>): BuiltContent['packages'] =>
    contentOf(buildShop(makeFolder({ ...SHOP, ...files }))).packages

  it('are those that the output imports and that versions stand for, with what they find', () => {
    const other = { 'node_modules/server/package.json': '{ "name": "server", "version": "1.0.0" }' }
    const main = `import 'server'\nimport 'node:fs'\nimport 'fs'\n${SHOP['dist/main.js']}`
    expect(packagesOf({ ...other, 'dist/main.js': main })).toEqual([
      {
        name: 'money',
        directory: '.',
        hash: expect.stringMatching(/^[\da-f]{64}$/),
        closure: ['money@1.0.0', 'digits@1.1.0'],
      },
    ])
  })

  it.each([
    [
      'an import below a folder',
      { 'dist/main.js': '', 'dist/chunks/rates.js': 'import "money/round"' },
      'money chunks',
    ],
    ['what a package that is inside imports', { 'dist/main.js': 'import "digits"' }, 'digits .'],
    ['an import() of a text', { 'dist/main.js': 'import(`money`)' }, 'money .'],
    ['require', { 'dist/main.js': '', 'dist/x.cjs': 'const { round } = require("money")' }, 'money .'],
    ['require that was made', { 'dist/main.js': 'var __require = create(); __require("money")' }, 'money .'],
    ['require under a short name', { 'dist/main.js': 'var e = create(); e("money")' }, 'money .'],
    ['nothing that only looks so', { 'dist/main.js': 'Symbol("money"); list.push("money"); "money"' }, ''],
    ['nothing of what is inside', { 'dist/main.js': '' }, ''],
  ])('%s', (_, files, expected) => {
    expect(
      packagesOf(files)
        .map(({ name, directory }) => `${name} ${directory}`)
        .join(),
    ).toBe(expected)
  })

  it('a version that needs one of two copies is not told, since only one of them can be found', () => {
    const folder = makeFolder({
      ...SHOP,
      'src/shop.ts': `import 'digits'\n${SHOP['src/shop.ts']}export const gross2 = gross`,
      'node_modules/money/node_modules/digits/package.json': '{ "name": "digits", "version": "2.0.0" }',
      'dist/main.js': 'import "digits"',
    })
    const { withoutVersion } = buildShop(folder)
    expect(withoutVersion).toContainEqual({
      flow: 'shop',
      node: 'gross',
      reason: 'the package digits is not in the output, and is needed in versions 1.1.0 and 2.0.0',
    })
  })
})
