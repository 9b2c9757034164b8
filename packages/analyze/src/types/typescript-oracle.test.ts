import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Facts } from '../facts/facts.ts'
import { makeScratch } from '../facts/fixtures/scratch.ts'
import { inWords, testOracle } from './fixtures/oracle-contract.ts'
import { loadCompiler } from './load-compiler.ts'
import { openTypeOracle } from './typescript-oracle.ts'

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

testOracle('TypeScript 6', (directory, files) => openTypeOracle({ directory, files }))
testOracle('TypeScript 5.9', (_, files) => openTypeOracle({ directory: projectWith('typescript-5.9'), files }))

/** A project that has this package as its `typescript`. */
function projectWith(name: string): string {
  const folder = makeScratch({ 'project/package.json': '{}' })
  mkdirSync(join(folder, 'project/node_modules'))
  symlinkSync(join(modules, name), join(folder, 'project/node_modules/typescript'), 'junction')
  return join(folder, 'project')
}

test('the compiler of the project is taken when it can be asked, and another one when it cannot', () => {
  const version = (name: string): string =>
    (JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { version: string }).version
  expect(loadCompiler([projectWith('typescript-5.9')]).version).toBe(version('typescript-5.9'))
  expect(openTypeOracle({ directory: projectWith('typescript') }).compilerVersion).toBe('typescript 6.0.3')
})

test('settings are those of the configuration that includes the file', () => {
  const folder = makeScratch({
    'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./none" }] }',
    'tsconfig.app.json':
      '{ "include": ["src"], "compilerOptions": { "composite": true, "strict": false, "types": [] } }',
    'src/global.d.ts': 'declare const everywhere: bigint',
    'src/a.ts': 'export const a = () => everywhere\nexport const b = ({ x }: { x: number | null }): number => x',
    'strict/tsconfig.json': '{ "compilerOptions": { "strict": true, "types": [] } }',
    'strict/b.ts': 'export const b = ({ x }: { x: number | null }): number => x',
    'loose/c.js':
      '/** @param {{ x: string }} deps @returns {Promise<number>} */\nexport const c = async ({ x }) => x.length',
  })
  const oracle = openTypeOracle({ directory: folder })
  expect(oracle.exportsOf(join(folder, 'src/a.ts')).map(inWords)).toEqual(['a(): bigint', 'b(x: number): number'])
  expect(oracle.problemsOf(join(folder, 'src/a.ts'))).toEqual([])
  expect(oracle.problemsOf(join(folder, 'strict/b.ts')).map((one) => one.code)).toEqual(['TS2322'])
  const alone = openTypeOracle({ directory: '/' })
  const outside = makeScratch({
    'c.js': '/** @param {{ x: string }} deps */\nexport const c = async ({ x }) => x.length',
  })
  expect(alone.exportsOf(join(outside, 'c.js')).map(inWords)).toEqual(['c(x: string): number'])
})

test('texts of an editor count, those of facts included', () => {
  const folder = makeScratch({
    'tsconfig.json': '{ "compilerOptions": { "types": [] } }',
    'a.ts': 'export const a = () => 1',
  })
  const file = join(folder, 'a.ts')
  const facts = new Facts()
  const oracle = openTypeOracle({
    directory: folder,
    textOf: (path) => (path === file ? facts.tree.file(path)?.text : undefined),
  })
  expect(oracle.exportsOf(file).map(inWords)).toEqual(['a(): number'])
  facts.update(file, 'export const a = () => "text" as string')
  oracle.update([file])
  expect(oracle.exportsOf(file).map(inWords)).toEqual(['a(): string'])
})

test('without a compiler that can be asked, the error says what to install', () => {
  const folder = makeScratch()
  expect(() => loadCompiler(['/'])).toThrow('npm install --save-dev --save-exact typescript-6@npm:typescript@6.0.3')
  expect(() => loadCompiler([join(folder, 'none')])).not.toThrow()
})
