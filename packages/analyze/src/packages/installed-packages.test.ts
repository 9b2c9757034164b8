import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { findInstalled, InstalledPackages } from './installed-packages.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** @param manifests by directory */
function install(manifests: Readonly<Record<string, object>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'packages-')))
  folders.push(root)
  for (const [directory, manifest] of Object.entries(manifests)) {
    mkdirSync(join(root, directory), { recursive: true })
    writeFileSync(join(root, directory, 'package.json'), JSON.stringify(manifest))
  }
  return root
}

function closure(root: string, directory: string): { hash: string; names: string[] } {
  const { hash, closure: found } = new InstalledPackages().closureOf(join(root, directory))
  return { hash, names: found.map(({ name, version }) => `${name}@${version}`) }
}

const FLAT = {
  'node_modules/a': { name: 'a', version: '1.0.0', dependencies: { b: '*', c: '*' } },
  'node_modules/b': { name: 'b', version: '1.0.0', dependencies: { c: '*' } },
  'node_modules/c': { name: 'c', version: '1.0.0', dependencies: { a: '*' } },
}

test('a package finds its dependencies, and theirs, in circles too', () => {
  expect(closure(install(FLAT), 'node_modules/a').names).toEqual(['a@1.0.0', 'b@1.0.0', 'c@1.0.0'])
})

test('where packages are installed means nothing', () => {
  const nested = {
    'x/node_modules/a': FLAT['node_modules/a'],
    'x/node_modules/a/node_modules/b': FLAT['node_modules/b'],
    'x/node_modules/c': FLAT['node_modules/c'],
  }
  expect(closure(install(nested), 'x/node_modules/a')).toEqual(closure(install(FLAT), 'node_modules/a'))
})

test('an installation by links is the same installation', () => {
  const root = install({
    'node_modules/.pnpm/a@1/node_modules/a': FLAT['node_modules/a'],
    'node_modules/.pnpm/b@1/node_modules/b': FLAT['node_modules/b'],
    'node_modules/.pnpm/c@1/node_modules/c': FLAT['node_modules/c'],
  })
  const links = { 'a@1': ['b', 'c'], 'b@1': ['c'], 'c@1': ['a'], '': ['a'] }
  for (const [from, names] of Object.entries(links)) {
    for (const name of names) {
      const link = join(root, 'node_modules', from && `.pnpm/${from}/node_modules`, name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(root, `node_modules/.pnpm/${name}@1/node_modules/${name}`), link, 'junction')
    }
  }
  expect(closure(root, 'node_modules/a')).toEqual(closure(install(FLAT), 'node_modules/a'))
})

test('two versions of one package are told apart by who finds which', () => {
  const two = (outer: string, inner: string): object => ({
    'node_modules/a': { name: 'a', version: '1.0.0', dependencies: { b: '*', c: '*' } },
    'node_modules/b': { name: 'b', version: '1.0.0', dependencies: { c: '*' } },
    'node_modules/b/node_modules/c': { name: 'c', version: inner },
    'node_modules/c': { name: 'c', version: outer },
  })
  const one = closure(install(two('1.0.0', '2.0.0') as never), 'node_modules/a')
  const other = closure(install(two('2.0.0', '1.0.0') as never), 'node_modules/a')
  expect(one.names).toEqual(other.names)
  expect(one.hash).not.toBe(other.hash)
})

test('a package of ours counts by its name and version', () => {
  const ours = (version: string, inner: string): string =>
    install({
      'node_modules/throughline': { name: 'throughline', version, dependencies: { inner: '*' } },
      'node_modules/inner': { name: 'inner', version: inner },
    })
  const { hash, names } = closure(ours('1.0.0', '1.0.0'), 'node_modules/throughline')
  expect(names).toEqual(['throughline@1.0.0'])
  expect(closure(ours('1.0.0', '2.0.0'), 'node_modules/throughline').hash).toBe(hash)
  expect(closure(ours('1.0.1', '1.0.0'), 'node_modules/throughline').hash).not.toBe(hash)
})

test('a manifest that cannot be read is a package without name', () => {
  const root = install({ 'node_modules/a': FLAT['node_modules/a'] })
  writeFileSync(join(root, 'node_modules/a/package.json'), '{')
  expect(closure(root, 'node_modules/a').names).toEqual(['@'])
})

test('what is known is kept until it is cleared', () => {
  const root = install({ 'node_modules/a': { name: 'a', version: '1.0.0' } })
  const packages = new InstalledPackages()
  const before = packages.closureOf(join(root, 'node_modules/a'))
  writeFileSync(join(root, 'node_modules/a/package.json'), JSON.stringify({ name: 'a', version: '2.0.0' }))
  expect(packages.closureOf(join(root, 'node_modules/a'))).toBe(before)
  packages.clear()
  expect(packages.closureOf(join(root, 'node_modules/a')).closure).toEqual([{ name: 'a', version: '2.0.0' }])
})

test('the nearest installed package is found', () => {
  const root = install({ 'node_modules/a': {}, 'x/node_modules/a': {}, 'node_modules/@s/b': {} })
  expect(findInstalled('a', join(root, 'x/y'))).toBe(join(root, 'x/node_modules/a'))
  expect(findInstalled('@s/b', join(root, 'x/y'))).toBe(join(root, 'node_modules/@s/b'))
  expect(findInstalled('gone', root)).toBeUndefined()
})
