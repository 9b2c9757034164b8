import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { InstalledPackages } from './installed-packages.ts'
import { LockedPackages, parseLockFile } from './locked-packages.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'locked-packages-')))
afterAll(() => rmSync(root, { recursive: true }))

/** The same packages, in a lock file and installed. */
const PACKAGES: Readonly<
  Record<
    string,
    {
      version: string
      dependencies?: Record<string, string>
      peerDependencies?: Record<string, string>
      optionalDependencies?: Record<string, string>
    }
  >
> = {
  'node_modules/a': { version: '1.0.0', dependencies: { b: '*', '@s/c': '*' } },
  'node_modules/b': { version: '1.0.0', peerDependencies: { '@s/c': '*' }, optionalDependencies: { gone: '*' } },
  'node_modules/a/node_modules/@s/c': { version: '2.0.0' },
  'node_modules/@s/c': { version: '1.0.0', dependencies: { a: '*' } },
}
for (const [folder, manifest] of Object.entries(PACKAGES)) {
  const path = join(root, 'installed', folder, 'package.json')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ ...manifest, name: folder.replace(/^.*node_modules\//, '') }))
}
const locked = (packages: object): LockedPackages =>
  new LockedPackages(parseLockFile(JSON.stringify({ lockfileVersion: 3, packages }))!, join(root, 'locked'))

test('a lock file gives the closure that its installation gives', () => {
  const source = locked({ '': {}, ...PACKAGES })
  const directory = source.find('a', join(root, 'locked/src/deep'))!
  expect(directory).toBe(join(root, 'locked/node_modules/a'))
  const installed = new InstalledPackages().closureOf(join(root, 'installed/node_modules/a'))
  expect(installed.closure).toHaveLength(4)
  expect(new InstalledPackages(source).closureOf(directory)).toEqual(installed)
})

test('a link leads to the folder of the repository, and an alias has its own name', () => {
  const source = locked({
    'node_modules/@shop/money': { resolved: 'libs/money', link: true },
    'libs/money': { version: '1.2.3', dependencies: { other: '*' } },
    'libs/money/node_modules/other': { name: 'real', version: '3.0.0' },
  })
  const directory = source.find('@shop/money', join(root, 'locked'))!
  expect(directory).toBe(join(root, 'locked/libs/money'))
  expect(new InstalledPackages(source).closureOf(directory).closure.map((one) => one.version)).toEqual([
    '1.2.3',
    '3.0.0',
  ])
  expect(new InstalledPackages(source).closureOf(directory).closure).toContainEqual({ name: 'real', version: '3.0.0' })
})

test('what stands elsewhere is as it is installed', () => {
  const source = locked(PACKAGES)
  expect(source.find('b', join(root, 'installed/src'))).toBe(join(root, 'installed/node_modules/b'))
  expect(source.find('missing', join(root, 'locked/src'))).toBeUndefined()
  expect(source.manifest(join(root, 'installed/node_modules/b')).version).toBe('1.0.0')
})

test.each(['', '[]', 'null', '{ "lockfileVersion": 1, "dependencies": {} }'])('%j is no lock file of npm 7', (text) => {
  expect(parseLockFile(text)).toBeUndefined()
})
