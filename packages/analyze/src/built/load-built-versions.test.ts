import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { buildShop, makeFolder, SHOP, write } from '../build/fixtures/shop.ts'
import { loadBuiltVersions, type BuiltVersions, type NodeCodeVersion } from './load-built-versions.ts'
import { parseManifest, writeManifest } from './manifest.ts'

/** What a program gets, which is warned once when there is a problem. */
async function load(manifest: string | URL): Promise<BuiltVersions> {
  const warnings: Issue[] = []
  const versions = await loadBuiltVersions({ manifest, warn: (issue) => warnings.push(issue) })
  expect(warnings).toEqual(versions.issue ? [versions.issue] : [])
  return versions
}

/** Builds the shop, changes what is there, and loads. */
async function loadAfter(change: (folder: string, manifest: string) => void): Promise<Issue | undefined> {
  const folder = makeFolder(SHOP)
  const { file } = buildShop(folder)
  expect((await load(file)).isVerified).toBe(true)
  change(folder, file)
  const versions = await load(file)
  const { version } = versions.codeVersionOf('shop', 'gross')
  expect(version === undefined).toBe(versions.issue !== undefined)
  expect(versions.isVerified).toBe(versions.issue === undefined)
  return versions.issue
}

const found = (issue: Issue | undefined) => issue && [issue.code, ...issue.details.slice(0, -1)]

describe('versions of a built program', () => {
  it('are those of the source, with what is impure and what cannot be followed', async () => {
    const folder = makeFolder(SHOP)
    const { file } = buildShop(folder)
    const versions = await load(file)
    const gross = versions.codeVersionOf('shop', 'gross')
    expect(gross).toMatchObject({ isImpure: false, impure: [], caveats: [] })
    expect(gross.version).toMatch(/^code1:[\da-f]{64}$/)
    expect(versions.codeVersionOf('shop', 'dated')).toMatchObject({
      isImpure: true,
      impure: [{ what: 'Date.now', file: 'src/shop.ts', line: 4, column: 76 }],
    })
    const late = versions.codeVersionOf('shop', 'late') as Extract<NodeCodeVersion, { version: string }>
    expect(late.caveats).toHaveLength(1)
    expect((await load(pathToFileURL(file))).codeVersionOf('shop', 'gross')).toEqual(gross)
    expect((await load(pathToFileURL(file).href)).codeVersionOf('shop', 'gross')).toEqual(gross)
  })

  it('are told in words to who asks by a node', async () => {
    const { of, codeVersionOf } = await load(buildShop(makeFolder(SHOP)).file)
    expect(of({ flow: 'shop', node: 'dated' })).toEqual({
      version: codeVersionOf('shop', 'dated').version,
      impure: ['Date.now at src/shop.ts:4'],
      caveats: [],
    })
    expect(of({ flow: 'shop', node: 'net' })).toEqual(codeVersionOf('shop', 'net'))
    expect(of({ flow: undefined, node: 'dated' })).toEqual({
      version: undefined,
      reason: 'the flow was given no name',
    })
  })

  it('are unknown for what the project did not have, without a warning', async () => {
    const { codeVersionOf } = await load(buildShop(makeFolder(SHOP)).file)
    const reasonOf = (flow: string, node: string): unknown => codeVersionOf(flow, node)
    expect(reasonOf('shop', 'net')).toEqual({
      version: undefined,
      reason: 'the flow had no node "net" when it was built',
    })
    expect(reasonOf('toString', 'gross')).toEqual({
      version: undefined,
      reason: 'the project had no flow "toString" when it was built',
    })
    expect(reasonOf('shop', '__proto__')).toMatchObject({ version: undefined })
  })

  it('hold wherever the folder is, also behind a link', async () => {
    const folder = makeFolder(SHOP)
    buildShop(folder)
    const elsewhere = makeFolder()
    cpSync(join(folder, 'dist'), join(elsewhere, 'app/server'), { recursive: true })
    cpSync(join(folder, 'node_modules'), join(elsewhere, 'node_modules'), { recursive: true })
    rmSync(folder, { recursive: true })
    expect((await load(join(elsewhere, 'app/server/throughline.versions.json'))).isVerified).toBe(true)
    const links = makeFolder()
    symlinkSync(join(elsewhere, 'app'), join(links, 'current'), 'junction')
    expect((await load(join(links, 'current/server/throughline.versions.json'))).isVerified).toBe(true)
  })

  it('do not mind files and packages that nobody had told of', async () => {
    const issue = await loadAfter((folder) =>
      write(folder, {
        'dist/other.js': '',
        'dist/main.js.map': '{}',
        'node_modules/other/package.json': '{ "name": "other", "version": "1.0.0" }',
        'src/rates.ts': 'export const VAT = 0.3',
      }),
    )
    expect(issue).toBeUndefined()
  })
})

describe('a program that is not what was built', () => {
  const money = 'node_modules/money/package.json'
  const digits = 'node_modules/digits/package.json'
  it.each<[string, (folder: string, manifest: string) => void, readonly string[]]>([
    [
      'a changed file',
      (folder) => write(folder, { 'dist/chunks/rates.js': 'export const VAT = 0.3\n' }),
      ['chunks/rates.js is changed'],
    ],
    ['a missing file', (folder) => rmSync(join(folder, 'dist/main.js')), ['main.js is missing']],
    [
      'a folder in the place of a file',
      (folder) => {
        rmSync(join(folder, 'dist/main.js'))
        mkdirSync(join(folder, 'dist/main.js'))
      },
      ['main.js is unreadable'],
    ],
    ['a file in the place of a folder', replaceFolder, ['chunks/rates.js is missing']],
    [
      'another version of a package',
      (folder) => write(folder, { [money]: SHOP[money]!.replace('1.0.0', '1.0.1') }),
      ['money: built with money@1.0.0, here is money@1.0.1'],
    ],
    [
      'another version of what a package finds',
      (folder) => write(folder, { [digits]: SHOP[digits]!.replace('1.1.0', '1.2.0') }),
      ['money: built with digits@1.1.0, here is digits@1.2.0'],
    ],
    [
      'a package that finds less',
      (folder) => rmSync(join(folder, 'node_modules/digits'), { recursive: true }),
      ['money: built with digits@1.1.0, here is nothing'],
    ],
    [
      'a package that is not there',
      (folder) => rmSync(join(folder, 'node_modules'), { recursive: true }),
      ['money is not installed here; it was money@1.0.0'],
    ],
    [
      'a nearer package of the same name',
      (folder) => write(join(folder, 'dist'), { [money]: '{ "name": "money", "version": "3.0.0" }' }),
      ['money: built with money@1.0.0, digits@1.1.0, here is money@3.0.0'],
    ],
  ])('has no versions: %s', async (_, change, details) => {
    const issue = await loadAfter(change)
    expect(found(issue)).toEqual(['analyze/output-changed', ...details])
    expect(issue!.severity).toBe('warning')
  })

  it('is told of as data: which files, which packages', async () => {
    const issue = await loadAfter((folder) => {
      write(folder, { 'dist/chunks/rates.js': '' })
      rmSync(join(folder, 'dist/main.js'))
      rmSync(join(folder, 'node_modules/money'), { recursive: true })
    })
    expect(issue!.facts).toMatchObject({
      files: [
        { path: 'chunks/rates.js', found: 'changed' },
        { path: 'main.js', found: 'missing' },
      ],
      packages: [{ name: 'money', isInstalled: false, built: ['money@1.0.0'], found: [] }],
    })
  })

  it('is told of in few lines, however much is different', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`dist/many/${index}.js`, `${index}`]))
    const folder = makeFolder({ ...SHOP, ...many })
    const { file } = buildShop(folder)
    expect((await load(file)).isVerified).toBe(true)
    write(folder, Object.fromEntries(Object.keys(many).map((name) => [name, 'other'])))
    const { issue } = await load(file)
    expect(issue!.details).toHaveLength(7)
    expect(issue!.details[5]).toBe('and 295 more')
    expect(issue!.facts['files']).toHaveLength(300)
  })
})

function replaceFolder(folder: string): void {
  rmSync(join(folder, 'dist/chunks'), { recursive: true })
  write(folder, { 'dist/chunks': '' })
}

describe('a manifest that cannot be read', () => {
  const change = (replace: (text: string) => string) => (_: string, manifest: string) =>
    writeFileSync(manifest, replace(readFileSync(manifest, 'utf8')))

  it.each<[string, (folder: string, manifest: string) => void, RegExp]>([
    ['is not there', (_, manifest) => rmSync(manifest), /there is no such file/],
    ['is a folder', becomeFolder, /EISDIR/],
    ['is empty', change(() => ''), /it is not JSON/],
    ['is cut', change((text) => text.slice(0, text.length / 2)), /it is not JSON/],
    ['is binary', change(() => '\0\xff\xfe{'), /it is not JSON/],
    ['is null', change(() => 'null'), /it has no number of a format/],
    ['is a list', change(() => '[]'), /it has no number of a format/],
    ['is another JSON', change(() => '{ "name": "shop", "version": "1.0.0" }'), /it has no number of a format/],
    ['has a format that never was', change((text) => text.replace('"format": 1', '"format": 0')), /it is incomplete/],
    ['has lost a part', change((text) => text.replace('"packages"', '"others"')), /it is incomplete/],
    ['has another version in it', change((text) => text.replace(/code1:./, 'code1:g')), /it is not as it was written/],
    ['was merged', change((text) => text.replace('0.2', '').replace('"line": 4', '"line": 5')), /it is not as it was/],
  ])('%s', async (_, spoil, reason) => {
    const issue = await loadAfter(spoil)
    expect(issue!.code).toBe('analyze/manifest-not-read')
    expect(issue!.details[0]).toMatch(reason)
  })

  it('may have been written by a newer version', async () => {
    const issue = await loadAfter(change((text) => text.replace('"format": 1', '"format": 2')))
    expect(issue).toMatchObject({ code: 'analyze/manifest-newer', facts: { format: 2 } })
  })

  it('may have been laid out anew', async () => {
    expect(await loadAfter(change((text) => JSON.stringify(JSON.parse(text))))).toBeUndefined()
  })

  it('may not be a path at all', async () => {
    for (const manifest of ['\0', new URL('https://example.com/x.json'), 'file://', undefined as never]) {
      expect((await load(manifest)).issue?.code).toBe('analyze/manifest-not-read')
    }
  })
})

function becomeFolder(_: string, manifest: string): void {
  rmSync(manifest)
  mkdirSync(manifest)
}

describe('the warning', () => {
  const folder = makeFolder(SHOP)
  const entry = new URL('../built.ts', import.meta.url).href
  const run = (program: string): string =>
    execFileSync(
      process.execPath,
      [
        '--conditions=@throughline/source',
        '--disable-warning=ExperimentalWarning',
        '--input-type=module',
        '-e',
        program,
      ],
      { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    )

  it('goes to the process, once, with its code', () => {
    const text = run(`
      import { loadBuiltVersions } from '${entry}'
      process.removeAllListeners('warning')
      process.on('warning', ({ name, code, message }) => console.log(JSON.stringify({ name, code, message })))
      const versions = await loadBuiltVersions({ manifest: 'nowhere.json' })
      for (const node of ['a', 'b', 'c']) versions.codeVersionOf('shop', node)
    `)
    const [line, ...others] = text.trim().split('\n')
    expect(others).toEqual([])
    expect(JSON.parse(line!)).toEqual({
      name: 'ThroughlineWarning',
      code: 'analyze/manifest-not-read',
      message: expect.stringContaining('nowhere.json: there is no such file'),
    })
  })

  it('goes to the process when the one who is told throws', () => {
    const text = run(`
      import { loadBuiltVersions } from '${entry}'
      process.removeAllListeners('warning')
      process.on('warning', ({ code }) => console.log(code))
      const warn = () => { throw new Error('no') }
      console.log((await loadBuiltVersions({ manifest: 'nowhere.json', warn })).isVerified)
    `)
    expect(text.trim().split('\n').sort()).toEqual(['analyze/manifest-not-read', 'false'])
  })

  it('comes from an entry that loads no parser and no compiler', () => {
    const text = run(`
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
      await import('${entry}')
      console.log(loaded.filter((url) => !url.startsWith('node:')).join('\\n'))
    `)
    const files = text.trim().split('\n')
    expect(files).toContain(entry)
    const ours = ['../../../core/src/', '../../src/'].map((folder) => new URL(folder, import.meta.url).href)
    expect(files.filter((file) => !ours.some((folder) => file.startsWith(folder)))).toEqual([])
  })
})

describe('the text of a manifest', () => {
  it('survives names of every kind', () => {
    const flows = { 7: { 10: { reason: 'a' }, 9: { reason: 'b' } }, ['__proto__']: { ключ: { version: 'code1:1' } } }
    const content = { files: { 'a b.js': '0' }, packages: [], remarks: [], flows }
    const parsed = parseManifest(writeManifest(content))
    expect(parsed).toEqual({ status: 'read', content })
  })
})
