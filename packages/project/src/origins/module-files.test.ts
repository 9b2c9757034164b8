import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'

const source = fileURLToPath(new URL('./module-files.ts', import.meta.url))

/** Runs in a process of Node's own: a test runner gives modules of its own making. */
function run(program: string, files: Readonly<Record<string, string>>): unknown {
  const folder = makeScratch()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const prelude = `import { readModuleFiles } from ${JSON.stringify(source)}
import { pathToFileURL } from 'node:url'
const url = (name) => new URL(name, pathToFileURL(${JSON.stringify(folder)} + '/')).href
const show = (value) => console.log(JSON.stringify(value).replaceAll(${JSON.stringify(folder)}, ''))
`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', prelude + program], {
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

test('a namespace leads to its file, and nothing else does', () => {
  const program = `
const [a, b] = await Promise.all([import(url('a.mjs')), import(url('b.mjs?v=2'))])
const fileOf = await readModuleFiles([url('a.mjs'), url('b.mjs?v=2')])
show([fileOf(a), fileOf(b), fileOf({ ...a }) ?? null, fileOf(await import(url('b.mjs'))) ?? null])`
  expect(run(program, { 'a.mjs': 'export const a = 1', 'b.mjs': "export * from './a.mjs'" })).toEqual([
    '/a.mjs',
    '/b.mjs',
    null,
    null,
  ])
})

test('a module that failed, and one that never ends, keep nobody waiting', () => {
  const program = `
const c = await import(url('c.mjs'))
for (const name of ['fails.mjs', 'waits.mjs']) import(url(name)).catch(() => {})
const fileOf = await readModuleFiles(['fails.mjs', 'waits.mjs', 'c.mjs'].map(url))
show(fileOf(c))
process.exit()`
  const files = {
    'fails.mjs': "throw new Error('no')",
    'waits.mjs': 'await new Promise(() => {})',
    'c.mjs': 'export const c = 1',
  }
  expect(run(program, files)).toBe('/c.mjs')
})
