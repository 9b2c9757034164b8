import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createResolver, type Resolution } from './resolver.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'resolver-')))
afterAll(() => rmSync(root, { recursive: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}

write({
  'package.json': '{ "name": "project", "imports": { "#lib": "./src/lib.ts" } }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
  'src/a.ts': '',
  'src/lib.ts': '',
  'src/folder/index.ts': '',
  'src/table.csv': '',
  'node_modules/pack/package.json':
    '{ "name": "pack", "version": "1.0.0", "exports": { ".": "./lib/index.js", "./sub": "./lib/sub.js" } }',
  'node_modules/pack/lib/package.json': '{ "name": "inside", "type": "module" }',
  'node_modules/pack/lib/index.js': '',
  'node_modules/pack/lib/sub.js': '',
  'node_modules/@scope/pack/package.json': '{ "name": "@scope/pack", "version": "1.0.0", "main": "index.js" }',
  'node_modules/@scope/pack/index.js': '',
  'node_modules/only-types/package.json': '{ "name": "only-types", "version": "1.0.0", "types": "index.d.ts" }',
  'node_modules/throughline/package.json':
    '{ "name": "throughline", "version": "0.1.0", "exports": "./dist/index.js" }',
  'libs/money/package.json': '{ "name": "@shop/money", "version": "1.0.0", "exports": "./index.ts" }',
  'libs/money/index.ts': '',
  'libs/ours/package.json': '{ "name": "@throughline/store", "version": "0.1.0", "exports": "./index.ts" }',
  'libs/ours/index.ts': '',
})
for (const [name, target] of [
  ['@shop/money', 'libs/money'],
  ['@throughline/store', 'libs/ours'],
] as const) {
  mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true })
  symlinkSync(join(root, target), join(root, 'node_modules', name), 'junction')
}

/** With paths from the root of the project. */
function resolve(specifier: string, from = 'src/a.ts'): unknown {
  const found = createResolver().resolve(specifier, join(root, from))
  const short = (path: string): string => relative(root, path).split(sep).join('/')
  if (found.kind === 'file') return short(found.path)
  return found.kind === 'package'
    ? [found.name, short(found.directory)]
    : found.kind === 'builtin'
      ? `node:${found.name}`
      : found.kind
}

test.each([
  ['./lib.ts', 'src/lib.ts'],
  ['./lib', 'src/lib.ts'],
  ['./lib.js', 'src/lib.ts'],
  ['./lib.ts?raw', 'src/lib.ts'],
  ['./folder', 'src/folder/index.ts'],
  ['./table.csv', 'src/table.csv'],
  ['@/lib', 'src/lib.ts'],
  ['#lib', 'src/lib.ts'],
  ['@shop/money', 'libs/money/index.ts'],
])('%s is a file of the project', (specifier, expected) => {
  expect(resolve(specifier)).toBe(expected)
})

test.each([
  ['pack', ['pack', 'node_modules/pack']],
  ['pack/sub', ['pack', 'node_modules/pack']],
  ['../node_modules/pack/lib/sub.js', ['pack', 'node_modules/pack']],
  ['@scope/pack', ['@scope/pack', 'node_modules/@scope/pack']],
  ['only-types', ['only-types', 'node_modules/only-types']],
  ['throughline', ['throughline', 'node_modules/throughline']],
  ['@throughline/store', ['@throughline/store', 'libs/ours']],
])('%s is a package', (specifier, expected) => {
  expect(resolve(specifier)).toEqual(expected)
})

test.each([
  ['node:fs/promises', 'node:fs/promises'],
  ['path', 'node:path'],
  ['./gone.ts', 'unresolved'],
  ['gone', 'unresolved'],
  ['@scope/gone', 'unresolved'],
])('%s is %s', (specifier, expected) => {
  expect(resolve(specifier)).toBe(expected)
})

test('what was found is kept until it is cleared', () => {
  const resolver = createResolver()
  const find = (): Resolution['kind'] => resolver.resolve('./late.ts', join(root, 'src/a.ts')).kind
  expect(find()).toBe('unresolved')
  write({ 'src/late.ts': '' })
  expect(find()).toBe('unresolved')
  resolver.clear()
  expect(find()).toBe('file')
})

test('a tsconfig that extends one that is not there counts as none', () => {
  write({ 'broken/tsconfig.json': '{ "extends": "../nowhere/tsconfig.json" }', 'broken/a.ts': '', 'broken/b.ts': '' })
  const found = createResolver().resolve('./b.ts', join(root, 'broken/a.ts'))
  expect(found).toEqual({ kind: 'file', path: join(root, 'broken/b.ts') })
})
