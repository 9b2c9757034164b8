import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Facts } from './facts.ts'
import { makeScratch } from './fixtures/scratch.ts'
import type { ExportFacts, ModuleFacts, NodeFacts } from './module-facts.ts'
import type { Place } from './place.ts'

/** Facts of one module, together with the files that it imports. */
function read(
  text: string,
  others: Readonly<Record<string, string>> = {},
): ModuleFacts & { readonly at: (place: Place) => string } {
  const folder = makeScratch({ 'main.ts': text, ...others })
  const facts = new Facts()
  const found = facts.module(join(folder, 'main.ts'))!
  return { ...found, at: ({ file, start, end }) => facts.tree.file(file)!.text.slice(start, end) }
}

function only(text: string, others?: Readonly<Record<string, string>>): ExportFacts {
  return read(text, others).exports[0]!
}

function node(text: string, others?: Readonly<Record<string, string>>): NodeFacts {
  return only(text, others).nodes[0]!
}

test('a plain function is a node with all that its head says', () => {
  const { exports, at, file } = read(`
/**
 * Cost to win one signup. In euros.
 * @owner growth
 * @param deps.spend money
 */
export const cost = async (
  { spend, signups: won = [1], 'x-y': { z } }: { spend: number[]; signups?: readonly number[]; /** odd */ 'x-y': Z; more: 1 },
  { signal }: NodeContext,
): Promise<Record<string, number>> => ({})
`)
  const [one] = exports
  expect(one).toMatchObject({
    name: 'cost',
    kind: 'arrow',
    nodes: [{ name: 'cost', kind: 'function', isComplete: true }],
  })
  expect(one!.declaration).toMatchObject({ name: 'cost', place: { file, line: 7, column: 14 } })
  expect(one!.declaration!.text).toMatch(/^export const cost[^]*\(\{\}\)$/)
  const [{ dependencies, functions, output, tags }] = one!.nodes as [NodeFacts]
  expect(dependencies.map(({ name, optional, type, documentation }) => [name, optional, type, documentation])).toEqual([
    ['spend', false, 'number[]', 'money'],
    ['signups', true, 'readonly number[]', undefined],
    ['x-y', false, 'Z', 'odd'],
  ])
  expect(dependencies.flatMap((read) => read.mentions.map(at))).toEqual([
    'spend',
    'spend',
    'signups',
    'signups',
    "'x-y'",
    "'x-y'",
  ])
  expect(output!.text).toBe('Record<string, number>')
  expect(tags).toEqual({ owner: 'growth' })
  const [fn] = functions
  expect(fn).toMatchObject({
    syntax: 'arrow',
    isAsync: true,
    isGenerator: false,
    form: 'object',
    readsContext: true,
    context: { type: 'NodeContext' },
    untaken: [{ name: 'more', optional: false, type: '1' }],
    untyped: [],
    returns: { text: 'Promise<Record<string, number>>' },
  })
  expect(fn!.parameters.map(({ local, default: fallback }) => [local?.name, fallback])).toEqual([
    ['spend', undefined],
    ['won', '[1]'],
    [undefined, undefined],
  ])
  expect(at(fn!.untaken[0]!.place)).toBe('more')
  expect(fn!.text).toMatch(/^async \(\n[^]*\(\{\}\)$/)
  expect(JSON.parse(JSON.stringify(exports))).toEqual(exports)
})

test('types of the parameter are followed through interfaces, aliases, files and what is made of them', () => {
  const { parameters, untaken, untyped, parameterType } = node(
    `import type { Base, Named as N } from './types.ts'
import type * as all from './types.ts'
interface Own extends Base { own: 1 }
interface Own { later?: 2 }
type Picked = Pick<N, 'a' | 'b'> & Readonly<Partial<{ part: 3 }>> & Omit<all.Named, 'a' | 'b'>
export const f = ({ own, base, a, part, c, none }: Own & Picked) => 1`,
    {
      'types.ts':
        'export interface Base { base: string; write(value: 1): void }\nexport type Named = { a: 1; b: 2; c: 3 }',
    },
  ).functions[0]!
  expect(parameters.map(({ name, type, typed }) => [name, type, typed?.optional])).toEqual([
    ['own', '1', false],
    ['base', 'string', false],
    ['a', '1', false],
    ['part', '3', true],
    ['c', '3', false],
    ['none', undefined, undefined],
  ])
  expect(untaken.map(({ name, type }) => [name, type])).toEqual([
    ['write', '(value: 1) => void'],
    ['later', '2'],
    ['b', '2'],
  ])
  expect(untyped).toEqual(['none'])
  expect(parameterType).toMatchObject({ text: 'Own & Picked', isComplete: true })
})

test('what syntax cannot follow is not complete, and nothing is said about what may be missing', () => {
  const { untyped, parameterType } = node('export const f = ({ a, b }: { a: 1 } & Elsewhere) => 1').functions[0]!
  expect(untyped).toEqual([])
  expect(parameterType!.isComplete).toBe(false)
})

test('the type of a variable types its function; JavaScript says types in comments', () => {
  expect(node('export const f: (deps: { a: string }) => Promise<3> = async ({ a }) => 3')).toMatchObject({
    dependencies: [{ name: 'a', type: 'string' }],
    output: { text: '3' },
  })
  const folder = makeScratch({ 'a.js': '/** @param {number} deps.a one */\nexport const f = ({ a }) => a' })
  expect(new Facts().module(join(folder, 'a.js'))!.exports[0]!.nodes[0]!.dependencies).toMatchObject([
    { name: 'a', type: 'number', documentation: 'one' },
  ])
})

test('every export has a kind, and what is no node says why', () => {
  const { exports, isComplete } = read(`
import { retry } from 'throughline'
import { wrap } from 'elsewhere'
export function a({ x }) {}
export const b = () => 1, c = class {}, d = { e: 1 }, f = retry(() => 1, { maxAttempts: 2 })
export class G {}
export enum H { A }
export const _i = () => 1
export default ({ x }) => x
export const j = wrap(({ x }) => x)
export const { k } = d
export interface L {}
export type { M } from './m.ts'
export const n = b
export declare const o: number`)
  expect(
    exports.map(({ name, kind, notANode, nodes, unnamed }) => [name, kind, notANode, nodes.length, unnamed?.name]),
  ).toEqual([
    ['a', 'function', undefined, 1, undefined],
    ['b', 'arrow', undefined, 1, undefined],
    ['c', 'class', 'class', 0, undefined],
    ['d', 'value', 'value', 0, undefined],
    ['f', 'modifier', undefined, 1, undefined],
    ['G', 'class', 'class', 0, undefined],
    ['H', 'value', 'value', 0, undefined],
    ['_i', 'arrow', 'private', 0, undefined],
    ['default', 'arrow', 'default', 0, undefined],
    ['j', 'unknown', undefined, 0, 'j'],
    ['k', 'unknown', undefined, 0, 'k'],
    ['n', 'arrow', undefined, 1, undefined],
    ['o', 'unknown', undefined, 0, 'o'],
  ])
  expect(isComplete).toBe(true)
})

test('a function that cannot be a node says what is wrong with it', () => {
  const problems = read(`
export const a = ({ x, ...rest }) => 1
export const b = (x, y) => 1
export const c = ({ [x]: y }) => 1
export const d = (...all) => 1`).exports.map(({ nodes: [one] }) => [one!.problem, one!.functions[0]!.form])
  expect(problems).toEqual([
    ['rest', 'rest'],
    ['positional', 'positional'],
    ['unreadable', 'unreadable'],
    ['positional', 'positional'],
  ])
})

test('re-exports lead to where things are declared', () => {
  const { exports, file, isComplete } = read(
    `export * from './a.ts'
export { one as two, default as three } from './b.ts'
export * as space from './b.ts'
import { one } from './b.ts'
export { one as four }`,
    {
      'a.ts': "export const shared = () => 1, one = () => 2\nexport * from './main.ts'\nexport * from './c.ts'",
      'b.ts':
        "/** The one. */\nexport const one = ({ x }) => x\nexport default () => 3\nexport { shared } from './a.ts'",
      'c.ts': 'export const shared = () => 3, other = () => 4',
    },
  )
  const from = (path: string): string => join(file, '..', path)
  expect(
    exports.map(({ name, declaration, nodes }) => [name, declaration?.name, declaration?.place.file, nodes[0]?.name]),
  ).toEqual([
    ['shared', 'shared', from('a.ts'), 'shared'],
    ['one', 'one', from('a.ts'), 'one'],
    ['other', 'other', from('c.ts'), 'other'],
    ['two', 'one', from('b.ts'), 'two'],
    ['three', 'default', from('b.ts'), 'three'],
    ['space', undefined, undefined, undefined],
    ['four', 'one', from('b.ts'), 'four'],
  ])
  expect(exports[3]).toMatchObject({ place: { file, line: 2, column: 17 }, documentation: { text: 'The one.' } })
  expect(isComplete).toBe(true)
})

test('a name that two modules give is given by none, and what cannot be followed leaves a module open', () => {
  const { exports, isComplete } = read("export * from './a.ts'\nexport * from './b.ts'\nexport * from 'elsewhere'", {
    'a.ts': 'export const x = () => 1',
    'b.ts': 'export const x = () => 2, y = () => 3',
  })
  expect(exports.map(({ name }) => name)).toEqual(['y'])
  expect(isComplete).toBe(false)
})

test('CommonJS exports what it assigns: nothing is known of that', () => {
  const folder = makeScratch({ 'a.cjs': 'exports.a = ({ x }) => x' })
  expect(new Facts().module(join(folder, 'a.cjs'))).toMatchObject({ exports: [], isComplete: false })
})

test('errors of syntax are told with their places', () => {
  expect(read('export const = 1').errors).toMatchObject([{ place: { line: 1, column: 14 } }])
  expect(new Facts().module('/no/such/file.ts')).toBeUndefined()
})

test('documentation comes from the nearest comment, tags from all of them, and tagged wins', () => {
  const text = `
import { parameterize, tagged } from 'throughline'
/** A lag. @unit days */
const lag = ({ series, days }) => 1
/** All lags. @owner growth @tag tier=gold */
export const lags = tagged(parameterize(lag, {
  lag1: { days: 1 },
  /** A week. @owner data */
  lag7: { days: 7 },
}), { tier: 'silver' })
export const plain = parameterize(lag, { lag2: { days: 2 } })`
  const [lags, plain] = read(text).exports
  expect(lags!.nodes.map(({ name, documentation, tags }) => [name, documentation?.text, tags])).toEqual([
    ['lag1', 'All lags.', { owner: 'growth', tier: 'silver' }],
    ['lag7', 'A week.', { owner: 'data', tier: 'silver' }],
  ])
  expect(plain!.nodes[0]).toMatchObject({ documentation: { text: 'A lag.' }, tags: { unit: 'days' } })
})

test('a comment belongs to what it stands in front of, and the last one counts', () => {
  const { exports } = read(`/** The file. */

/** One. */ // and more
export const a = () => 1
/* no doc */
export const b = () => 1
/***********/
export const c = () => 1
/** Overloads. */
export function d(): void
export function d({ x = 1 } = {}) {}`)
  expect(exports.map(({ documentation }) => documentation?.text)).toEqual(['One.', undefined, undefined, 'Overloads.'])
})
