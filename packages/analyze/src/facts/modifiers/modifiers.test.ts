import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Facts } from '../facts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import type { NodeFacts } from '../module-facts.ts'

const IMPORTS = `import {
  bind,
  byConfig,
  extract,
  from,
  group,
  node,
  not,
  oneOf,
  otherwise,
  parameterize,
  parsed,
  pipe,
  positional,
  resource,
  retry,
  subflow,
  tagged,
  when,
  dataflow,
} from 'throughline'
import { loaded, saved } from 'throughline/io'
import { each, gathered } from 'throughline/fan-out'
import { csvFile } from '@throughline/io'
import { param, sql } from '@throughline/io/sql'\n`

/** The nodes of one export, in words: name, kind, what it reads and where that is written, the type of its value. */
function nodesOf(text: string, others: Readonly<Record<string, string>> = {}): string[] {
  const folder = makeScratch({ 'main.ts': IMPORTS + text, ...others })
  const facts = new Facts()
  const exported = facts.module(join(folder, 'main.ts'))!.exports.at(-1)!
  const source = (node: NodeFacts): string => {
    const reads = node.dependencies.map(({ name, optional, mentions }) => {
      const places = mentions.map(({ file, start, end }) => facts.tree.file(file)!.text.slice(start, end))
      return `${name}${optional ? '?' : ''}${places.length > 0 ? ` at ${places.join(' ')}` : ''}`
    })
    const { file, start, end } = node.place
    const at = facts.tree.file(file)!.text.slice(start, end)
    const open = node.isComplete ? '' : ', and more'
    return `${node.name} (${node.kind}, at ${at}) reads ${reads.join(', ') || 'nothing'}${open}${node.output ? `: ${node.output.text}` : ''}`
  }
  return [...exported.nodes.map(source), ...(exported.unnamed ? [`others: ${source(exported.unnamed)}`] : [])]
}

describe('names are found where they are written', () => {
  test('in bind and group', () => {
    expect(
      nodesOf(`const f = ({ a, b = 1, c, d }: { a: 1; b?: 2; c: 3; d: 4 }): number => 1
export const x = bind(f, { a: from('other'), b: group([from('p'), 2]), c: group({ eu: from(\`q\`) }), d: 4 })`),
    ).toEqual(['x (function, at x) reads other at other, p at p, q at `q`: number'])
  })

  test('in SQL: tables before values, each once, wherever they stand', () => {
    const text = `const NAME = 'flights'
const typed = sql({ as: 'rows', columns: { origin: 'string' } })
export const x = typed\`select \${param('scale')} from \${from(NAME)} f, \${from('airports')} where f.delay > \${param('least')}
  and f.distance in (select distance from \${from('flights')}) and kind = \${'a text'} -- \${param('unused')}\``
    expect(nodesOf(text)).toEqual([
      'x (function, at x) reads flights at NAME flights, airports at airports, scale at scale, least at least, unused at unused',
    ])
  })

  test('in SQL with what only a run can tell', () => {
    const text = `const names = ['flights'].map((name) => name)
export const x = sql\`select * from \${from(names[0]!)} where a = \${param('a')} and b = \${names.length}\``
    expect(nodesOf(text)).toEqual(['x (function, at x) reads a at a, and more'])
  })

  test('in SQL that a modifier has around it, beside sources of files', () => {
    expect(
      nodesOf("export const x = retry(bind(sql`select ${param('a')} from ${from('t')}`, { a: from('other') }), {})"),
    ).toEqual(['x (function, at x) reads t at t, other at other'])
    expect(nodesOf("export const x = loaded(csvFile('flights.csv'))")).toEqual(['x (source, at x) reads nothing'])
    expect(nodesOf('export const sql2 = (texts: any) => 1\nexport const x = sql2`select 1`')).toEqual([
      'others: x (function, at x) reads nothing, and more',
    ])
  })

  test('in parameterize, by key or by a naming function', () => {
    const f = 'const f = ({ days, series = [] }: { days: number; series?: number[] }): number[] => series\n'
    expect(
      nodesOf(`${f}export const x = parameterize(f, { a: { days: 1 }, 'b-c': { series: from('s'), days: 2 } })`),
    ).toEqual([
      'a (parameterized, at a) reads series? at series series: number[]',
      "b-c (parameterized, at 'b-c') reads s? at s: number[]",
    ])
    expect(
      nodesOf(`${f}const CASES = [{ days: 7 }, { days: -1 }] as const
export const x = parameterize(f, CASES, ({ days: n }) => { return \`lag\${n}\` as const })`),
    ).toEqual([
      'lag7 (parameterized, at { days: 7 }) reads series? at series series: number[]',
      'lag-1 (parameterized, at { days: -1 }) reads series? at series series: number[]',
    ])
  })

  test('in extract, with the types of the fields', () => {
    expect(
      nodesOf(`interface Parts { train: number[]; test?: string }
export const x = retry(extract(async (): Promise<Parts> => null!, ['train', 'test?']), { maxAttempts: 2 })`),
    ).toEqual([
      'x (function, at x) reads nothing: Parts',
      'train (extracted, at train) reads x: number[]',
      'test (extracted, at test) reads x: string',
    ])
    expect(
      nodesOf(`export const x = extract((): readonly [a: number, b: string] => null!, { 0: 'low', 1: 'high' })`).slice(
        1,
      ),
    ).toEqual(['low (extracted, at low) reads x: number', 'high (extracted, at high) reads x: string'])
  })

  test('in node and positional', () => {
    expect(nodesOf(`export const x = node(['a', 'b?'], ({ a, ...rest }: any): string => a)`)).toEqual([
      'x (function, at x) reads a at a, b? at b: string',
    ])
    expect(nodesOf(`export const x = positional(['a', 'b?'], (one: number, two = 2): string => '')`)).toEqual([
      'x (function, at x) reads a at a one, b? at b two: string',
    ])
    expect(
      nodesOf(`const more = ['b', 'c'] as const\nexport const x = node(['a', ...more], (all: object) => 1)`),
    ).toEqual(['x (function, at x) reads a at a, b at b, c at c'])
    expect(nodesOf(`export const x = node(['a', ...late()], (all: object) => 1)`)).toEqual([
      'x (function, at x) reads a at a, and more',
    ])
  })

  test('in each, for a function and for a flow', () => {
    expect(
      nodesOf(`export const x = each({ url: 'urls' }, ({ url, token }: { url: string; token: string }) => url)`),
    ).toEqual(['x (each, at x) reads urls at urls, token at token token'])
    expect(
      nodesOf(`const page = dataflow({ html: ({ url, agent = 'x' }: any) => url, size: ({ html }: any) => 1, other: ({ no }: any) => no })
export const x = each({ url: 'urls' }, page, { output: 'size' })`),
    ).toEqual(['x (each, at x) reads urls at urls, agent? at agent'])
  })

  test('in pipe, each step a node', () => {
    expect(
      nodesOf(`const lower = (text: string, { locale }: { locale: string }): string => text
export const x = pipe(({ raw }: { raw: string }): string => raw, { lower }, { fold: when({ fold: true }, (text: string) => text) })`),
    ).toEqual([
      'x.raw (function, at x) reads raw at raw raw: string',
      'x.lower (piped, at lower) reads x.raw, locale at locale locale: string',
      'x.fold (piped, at fold) reads x.lower',
      'x (piped, at x) reads x.fold',
    ])
  })

  test('in what is loaded, saved and opened', () => {
    expect(nodesOf(`export const x = loaded(({ path }: { path: string }) => file(path))`)).toEqual([
      'x (source, at x) reads path at path path',
    ])
    expect(
      nodesOf(
        `export const x = saved(({ a }: { a: 1 }): 2 => 2, ({ dir }: { dir: string }) => file(dir), { as: 'file' })`,
      ),
    ).toEqual(['x (function, at x) reads a at a a: 2', 'x.file (sink, at x) reads dir at dir dir, x'])
    expect(nodesOf(`export const x = resource(({ url }: { url: string }): Db => new Db(url))`)).toEqual([
      'x (resource, at x) reads url at url url: Db',
    ])
  })

  test('in subflow, of a module, of an object, of a flow with changes', () => {
    const others = {
      'region.ts':
        'export const rate = ({ day, k = 1 }: { day: string; k?: number }): number => k\nexport const _no = 1',
    }
    expect(
      nodesOf(
        `import * as region from './region.ts'\nexport const eu = subflow(region, { inputs: { day: from('euDay') } })`,
        others,
      ),
    ).toEqual(['eu.rate (function, at rate) reads euDay at euDay: number'])
    expect(
      nodesOf(`const flow = dataflow({ a: ({ x }: any) => x, b: ({ a, y }: any) => a }).override({ a: 1 })
export const eu = subflow({ inner: subflow(flow, { shared: 'all' }) }, { shared: ['y'] })`),
    ).toEqual([
      'eu.inner.b (function, at b) reads eu.inner.a at a, y at y',
      'eu.inner.a (override, at a) reads nothing',
    ])
  })

  test('in variants, what all need and what some need', () => {
    expect(
      nodesOf(
        `export const x = byConfig('algo', { a: ({ p, q }: any): number => 1, b: ({ p, r = 1 }: any): number => 2 })`,
      ),
    ).toEqual(['x (variants, at x) reads p at p p, q? at q, r? at r: number'])
    expect(
      nodesOf(`export const x = oneOf(when({ r: 'eu' }, ({ a }: any) => a), otherwise(({ b }: any): 1 => b))`),
    ).toEqual(['x (variants, at x) reads b at b: 1'])
  })
})

test('conditions say when there is a node', () => {
  const folder = makeScratch({
    'main.ts': `${IMPORTS}const f = () => 1
export const a = when({ debug: true, region: ['eu', 'us'] }, f)
export const b = when({ debug: not(true) }, f)
export const c = byConfig('algo', { x: f, y: f }, { default: 'x' })
export const d = f
export const e = when(anything, f)`,
  })
  const nodes = new Facts().module(join(folder, 'main.ts'))!.exports.map((one) => one.nodes[0]!)
  expect(nodes.map(({ presence, conditions }) => [presence, conditions])).toEqual([
    ['when configured', [{ debug: true, region: ['eu', 'us'] }]],
    ['by default', [{ debug: { not: [true] } }]],
    ['always', [{ algo: 'x' }, { algo: 'y' }]],
    ['always', undefined],
    ['when configured', []],
  ])
})

describe('what only a run can tell is left open, never guessed', () => {
  test.each([
    [
      `parameterize(({ i }: any) => i, _all.map((i) => ({ i })), ({ i }) => 'n' + i)`,
      ['others: x.* (parameterized, at x) reads i at i, and more'],
    ],
    [`parameterize(f, { a: { ...given } })`, ['a (parameterized, at a) reads p at p, and more']],
    [
      `parameterize(f, { ...given, b: {} })`,
      ['b (parameterized, at b) reads p at p', 'others: x.* (parameterized, at x) reads p at p, and more'],
    ],
    [`extract(f, fields)`, ['x (function, at x) reads p at p', 'others: x.* (extracted, at x) reads x']],
    [`bind(f, { p: given })`, ['x (function, at x) reads nothing, and more']],
    [`retry(wrap(f), { maxAttempts: 2 })`, ['others: x (function, at x) reads nothing, and more']],
    [`subflow(given)`, ['others: x.* (function, at x) reads nothing, and more']],
    [`each({ p: source }, f)`, ['x (each, at x) reads p at p, and more']],
    [`saved(f, given)`, ['x (function, at x) reads p at p', 'x.saved (sink, at x) reads x, and more']],
    [
      `pipe(f, given)`,
      [
        'x.raw (function, at x) reads p at p',
        'x (piped, at x) reads x.raw, and more',
        'others: x.* (piped, at x) reads nothing, and more',
      ],
    ],
    [`byConfig(given, { a: f })`, ['x (variants, at x) reads nothing, and more']],
    [`node(given, f)`, ['x (function, at x) reads nothing, and more']],
    [`tagged(f, given)`, ['x (function, at x) reads p at p']],
  ])('%s', (expression, expected) => {
    const text = `import { fields, given, source, wrap } from 'elsewhere'\nconst f = ({ p }) => p\nexport const x = ${expression}`
    expect(nodesOf(text)).toEqual(expected)
  })
})
