import { describe, expect, test } from 'vitest'
import type { CodeVersion } from './code-version.ts'
import { projectOf, type Project } from './fixtures/project-on-disk.ts'

const PACKAGE = '=== package.json\n{ "name": "p", "type": "module" }\n'

/** A project whose first file is `nodes.ts`; others follow after their names. */
function project(text: string): Project {
  return projectOf(`${PACKAGE}=== nodes.ts\n${text}\n`)
}

function versionOf(text: string, name = 'node'): CodeVersion {
  const { versions, path } = bound(project(text))
  return versions.codeVersion(path('nodes.ts'), name)
}

function bound(one: Project): Pick<Project, 'versions' | 'path'> {
  return { versions: one.versions, path: (file) => one.path(file) }
}

function impure(text: string, name?: string): string[] {
  return versionOf(text, name).impure.map(({ what, line, column }) => `${line}:${column} ${what}`)
}

function caveats(text: string, name?: string): string[] {
  return versionOf(text, name).caveats.map(({ what, line, column }) => `${line}:${column} ${what}`)
}

describe('impure is', () => {
  test.each([
    ['fetch', 'fetch("x")', 'fetch'],
    ['fetch as a value', '[fetch]', 'fetch'],
    ['the environment', 'process.env.KEY', 'process.env'],
    ['the process', 'process', 'process'],
    ['the clock', 'Date.now()', 'Date.now'],
    ['a new date', 'new Date()', 'new Date()'],
    ['the date as a text', 'Date()', 'Date()'],
    ['the clock by another name', '[1].map(Date.now)', 'Date.now'],
    ['precise time', 'performance.now()', 'performance.now'],
    ['chance', 'Math.random()', 'Math.random'],
    ['chance in brackets', "Math['random']()", 'Math.random'],
    ['random ids', 'crypto.randomUUID()', 'crypto.randomUUID'],
    ['random bytes', 'crypto.getRandomValues(a)', 'crypto.getRandomValues'],
    ['timers', 'setTimeout(() => {}, 1)', 'setTimeout'],
    ['a limit of time', 'AbortSignal.timeout(1)', 'AbortSignal.timeout'],
    ['the date of Temporal', 'Temporal.Now.instant()', 'Temporal.Now'],
    ['a global by globalThis', 'globalThis.Date.now()', 'Date.now'],
    ['a global that nobody knows', 'globalThis.connection', 'globalThis.connection'],
    ['a socket', 'new WebSocket("x")', 'WebSocket'],
  ])('%s', (_, code, what) => {
    expect(impure(`declare const a: any\nexport const node = (): any =>\n  ${code}`)).toEqual([
      expect.stringMatching(/^3:/),
    ])
    expect(impure(`export const node = (): any => ${code}`)[0]).toContain(` ${what}`)
  })

  test.each([
    ['another name', 'const now = Date.now\nexport const node = () => now()', ['1:13 Date.now']],
    ['another name for the whole', 'const D = Date\nexport const node = () => new D()', ['1:11 Date']],
    ['a part taken out', 'const { random } = Math\nexport const node = () => random()', ['1:20 Math.random']],
    [
      'a helper far away',
      "import { h } from './h.ts'\nexport const node = () => h()\n=== h.ts\nexport * from './i.ts'\n=== i.ts\n\nexport const h = () => fetch('x')",
      ['2:24 fetch'],
    ],
    [
      'a value computed while loading',
      'const START = new Date()\nexport const node = () => START',
      ['1:19 new Date()'],
    ],
    [
      'top-level await',
      'const data = await load()\nasync function load() {}\nexport const node = () => data',
      ['1:14 top-level await'],
    ],
    [
      'a module of Node',
      "import { readFile } from 'node:fs/promises'\nexport const node = () => readFile('x')",
      ['2:27 node:fs/promises readFile'],
    ],
    [
      'without node:',
      "import fs from 'fs'\nexport const node = () => fs.readFileSync('x')",
      ['2:27 node:fs readFileSync'],
    ],
    ['as a namespace', "import * as os from 'node:os'\nexport const node = () => os.cpus()", ['2:27 node:os cpus']],
    [
      'loaded late',
      "export const node = async () => (await import('node:child_process')).execSync('x')",
      ['1:40 node:child_process execSync'],
    ],
    [
      'passed on by a file',
      "import { readFile } from './io.ts'\nexport const node = () => readFile('x')\n=== io.ts\nexport { readFile } from 'node:fs/promises'",
      ['2:27 node:fs/promises readFile'],
    ],
    [
      'random numbers of Node',
      "import { createHash, randomInt } from 'node:crypto'\nexport const node = () => [createHash('x'), randomInt(3)]",
      ['2:45 node:crypto randomInt'],
    ],
    [
      'arguments of the command',
      "import { parseArgs } from 'node:util'\nexport const node = () => parseArgs()",
      ['2:27 node:util parseArgs'],
    ],
    [
      'a variable that is assigned later',
      'let count = 0\nexport const node = () => ++count',
      ['2:29 count is changed while nodes run'],
    ],
    [
      'a variable that another node assigns',
      'let count = 0\nexport const other = () => { count++ }\nexport const node = () => count',
      ['2:30 count is changed while nodes run'],
    ],
    [
      'a collection that is filled later',
      'const seen = new Set()\nexport const node = ({ a }: any) => seen.add(a)',
      ['2:37 seen is changed while nodes run'],
    ],
    [
      'an imported collection',
      "import { seen } from './seen.ts'\nexport const node = ({ a }: any) => seen.add(a)\n=== seen.ts\nexport const seen = new Set()",
      ['2:37 seen is changed while nodes run'],
    ],
    [
      'an object of a class with such a method',
      'class C { n = 0; up() { this.n++ } }\nconst c = new C()\nexport const node = () => c.up()',
      ['3:27 c is changed while nodes run'],
    ],
    [
      'functions that share something',
      'const make = () => { let n = 0; return { up: () => ++n } }\nconst c = make()\nexport const node = () => c.up()',
      ['3:27 c is changed while nodes run'],
    ],
  ])('%s', (_, text, expected) => {
    expect(impure(text)).toEqual(expected)
  })

  test.each([
    ['a date of a time', 'new Date(0).getTime() + Date.UTC(2020, 1) + Date.parse("2020")'],
    ['whether something is a date', 'a instanceof Date'],
    ['whether something is there', "typeof fetch === 'function' && typeof process"],
    ['other mathematics', 'Math.max(1, 2)'],
    ['digests', 'crypto.subtle.digest("SHA-256", a)'],
    ['a local name', '((fetch, Date) => [fetch(), new Date(), Date.now()])(a, a)'],
    ['printing', 'console.log(1)'],
    ['known globals by globalThis', 'new globalThis.Map()'],
    ['clearing a timer', 'clearTimeout(a)'],
    ['a parameter of that name', '(({ process }: any) => process.env)(a)'],
  ])('not %s', (_, code) => {
    expect(impure(`declare const a: any\nexport const node = (): any => ${code}`)).toEqual([])
  })

  test.each([
    ['a global that the file declares', 'const fetch = (x: string) => x\nexport const node = () => fetch("x")'],
    [
      'modules of Node that only compute',
      "import { join } from 'node:path'\nimport { createHash } from 'crypto'\nimport assert from 'node:assert/strict'\nexport const node = () => [join, createHash('x'), assert.equal]",
    ],
    [
      'a module of Node that is imported for its types',
      "import type { Stats } from 'node:fs'\nimport { type Dirent } from 'fs'\nexport const node = (x: Stats & Dirent) => x",
    ],
    [
      'what is changed only while the file is loaded',
      'const all: string[] = []\nfunction add(name: string) { all.push(name) }\nadd("a")\nexport const node = () => all',
    ],
    ['what others reach', 'export const other = () => fetch("x")\nexport const node = () => 1'],
    [
      'what a package does inside',
      'import { get } from \'pack\'\nexport const node = () => get()\n=== node_modules/pack/package.json\n{ "name": "pack", "version": "1.0.0", "main": "i.js" }\n=== node_modules/pack/i.js\nfetch(\'x\')',
    ],
    [
      'methods that change nothing',
      'class C { n = 0; up() { this.n++ } get() { return this.n } }\nconst c = new C()\nexport const node = () => c.get()',
    ],
  ])('not %s', (_, text) => {
    expect(impure(text)).toEqual([])
  })
})

describe('a caveat is', () => {
  test.each([
    ['eval', 'export const node = (x: any) => eval(x)', ['1:33 eval']],
    [
      'functions made of text',
      'export const node = () => [new Function("x"), Function("y")]',
      ['1:32 new Function', '1:47 new Function'],
    ],
    ['an import of a computed name', 'export const node = (x: any) => import(x)', ['1:33 import() of a computed name']],
    [
      'a require of a computed name',
      "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nexport const node = (x: any) => require(x)",
      ['3:33 require() of a computed name'],
    ],
    [
      'a require under another name',
      "import { createRequire } from 'node:module'\nconst load = createRequire(import.meta.url)\nexport const node = (x: any) => load(x)",
      ['2:14 createRequire'],
    ],
    [
      'an import that leads nowhere',
      "import { x } from './gone.ts'\nexport const node = () => x",
      ['2:27 unresolved ./gone.ts'],
    ],
    [
      'a package that is not installed',
      "import { x } from 'gone'\nexport const node = () => x",
      ['2:27 unresolved gone'],
    ],
    [
      'a name that is not exported',
      "import { x } from './a.ts'\nexport const node = () => x\n=== a.ts\nexport const y = 1",
      ['2:27 no export x'],
    ],
    [
      'a name that two stars export',
      "import { x } from './a.ts'\nexport const node = () => x\n=== a.ts\nexport * from './b.ts'\nexport * from './c.ts'\n=== b.ts\nexport const x = 1\n=== c.ts\nexport const x = 2",
      ['2:27 x is exported more than once'],
    ],
    [
      'an import for its effect that leads nowhere',
      "import './gone.ts'\nexport const node = () => 1",
      ['1:1 unresolved ./gone.ts'],
    ],
    ['where the file stands', 'export const node = () => import.meta.dirname', ['1:27 import.meta.dirname']],
    [
      'a file beside it that is not there',
      "export const node = () => new URL('./gone.csv', import.meta.url)",
      ['1:27 no file ./gone.csv'],
    ],
    ['globals as a whole', 'export const node = (x: any) => globalThis[x]', ['1:33 globalThis']],
    [
      'code of another context',
      "import vm from 'node:vm'\nexport const node = () => vm.runInNewContext('x')",
      ['2:27 node:vm runInNewContext'],
    ],
  ])('%s', (_, text, expected) => {
    expect(caveats(text)).toEqual(expected)
  })

  test('with', () => {
    const one = projectOf('=== package.json\n{}\n=== a.cjs\nexports.node = function (x) { with (x) { return y } }\n')
    expect(one.versions.codeVersion(one.path('a.cjs'), 'node').caveats).toMatchObject([
      { what: 'with', line: 1, column: 31 },
    ])
  })

  test.each([
    ['a file beside the module', "export const node = () => new URL('./nodes.ts', import.meta.url)"],
    ['an address', "export const node = () => new URL('https://x.y/z', import.meta.url)"],
    [
      'whether the file is the program',
      'if (import.meta.main) start()\nfunction start() { eval("x") }\nexport const node = () => 1',
    ],
    ['an import whose name is written down', "export const node = () => import('./nodes.ts')"],
    [
      'require of a written name',
      "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nexport const node = () => require('./a.json')\n=== a.json\n{}",
    ],
    [
      'types that are not exported',
      "import type { T } from './gone.ts'\nimport { type U } from 'gone'\nexport const node = (x: T & U) => x",
    ],
    ['whether something is a function', 'export const node = (x: any) => x instanceof Function'],
    [
      'types that a file passes on',
      "import * as a from './a.ts'\nexport const node = () => a\n=== a.ts\nexport { T, x } from './b.ts'\n=== b.ts\nexport type T = 1\nexport const x = 1",
    ],
  ])('not %s', (_, text) => {
    expect(caveats(text)).toEqual([])
  })
})
