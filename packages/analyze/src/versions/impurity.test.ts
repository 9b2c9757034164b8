import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Use } from '../scope/findings.ts'
import { judgeBuiltin, judgeGlobal, LISTS } from './impurity.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/explanation/code-versions.md'), 'utf8')
const documented = new Set([...page.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word!))

function judge(chain: string, uses: number = Use.called): string | undefined {
  const [name, ...path] = chain.split('.')
  return judgeGlobal({ name: name!, path, uses, at: { start: 0, end: 0 } })?.kind
}

test.each(Object.entries(LISTS))('the page on code versions has every word of the list: %s', (_, words) => {
  expect([...words].filter((word) => !documented.has(word))).toEqual([])
  expect(words.size).toBeGreaterThan(2)
})

test('every module of Node is judged, and those that compute are modules of Node', () => {
  const known = new Set(builtinModules)
  expect([...LISTS.pureModules].filter((name) => !known.has(name))).toEqual([])
  const impure = builtinModules.filter((name) => judgeBuiltin(name, ['x'])?.kind === 'impure')
  expect(impure).toEqual(
    expect.arrayContaining([
      'fs',
      'fs/promises',
      'http',
      'child_process',
      'os',
      'net',
      'worker_threads',
      'process',
      'timers',
      'perf_hooks',
    ]),
  )
})

test('what is global by another name is the same', () => {
  for (const global of ['globalThis', 'global', 'window', 'self']) {
    expect(judge(`${global}.fetch`)).toBe('impure')
    expect(judge(`${global}.${global}.Math.random`)).toBe('impure')
    expect(judge(`${global}.Math.max`)).toBeUndefined()
    expect(judge(global)).toBe('caveat')
    expect(judge(`${global}.unknown`)).toBe('impure')
  }
})

test('names that nobody knows are left alone: they may be put in by a bundler', () => {
  expect(judge('BUILD_NUMBER')).toBeUndefined()
})

test('asking for the type of a name asks nothing else', () => {
  expect(judge('fetch', Use.typeof | Use.now)).toBeUndefined()
  expect(judge('fetch', Use.typeof | Use.called)).toBe('impure')
})
