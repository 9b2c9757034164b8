import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTypeOracle } from '../types/typescript-oracle.ts'
import { enrich, type Enrichable } from './enrich.ts'
import { Facts } from './facts.ts'
import { findNode, type NodeAtRunTime } from './find-node.ts'
import { makeScratch } from './fixtures/scratch.ts'

const folder = makeScratch({
  'tsconfig.json':
    '{ "compilerOptions": { "types": [], "module": "preserve", "strict": true, "customConditions": ["@throughline/source"] } }',
  'features.ts': `import { from, parameterize, subflow, tagged } from 'throughline'
import { lag } from './lag.ts'
import * as region from './region.ts'
/** Money spent.
 * @owner growth @unit EUR
 * @param rows one for each day */
export const spend = tagged(({ rows, scale = 1 }: { rows: number[]; scale?: number }) => rows, { owner: 'sales' })
export const lags = parameterize(lag, { lag7: { series: from('spend'), days: 7 } })
export const eu = subflow(region, { inputs: { day: from('euDay') } })
`,
  'lag.ts':
    'export const lags = () => 1\nexport const lag = ({ series, days }: { series: number[]; days: number }): number[] => series\n',
  'region.ts':
    '/** Of a day. */\nexport const rate = ({ day }: { day: string }): number => 1\nexport const net = ({ rate }: { rate: number }) => rate\n',
})
const [features, lag, region] = ['features.ts', 'lag.ts', 'region.ts'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const facts = new Facts()

function node(name: string, exportPath: string, rest: Partial<Enrichable> = {}): Enrichable {
  return { name, exportPath, exported: { module: features, exportPath }, tags: {}, dependencies: [], ...rest }
}

test('a node gets what its source says; what the run knows wins', () => {
  const dependencies = [
    { name: 'rows', optional: false },
    { name: 'scale', optional: true },
  ]
  const [found] = enrich([node('spend', 'spend', { dependencies, tags: { owner: 'sales', tier: 'gold' } })], facts)
  expect(found).toMatchObject({
    name: 'spend',
    documentation: { summary: 'Money spent.', unit: 'EUR' },
    tags: { owner: 'sales', unit: 'EUR', tier: 'gold' },
    declaration: { file: features, line: 7, column: 14 },
    dependencies: [
      { name: 'rows', optional: false, type: 'number[]', documentation: 'one for each day', place: { line: 7 } },
      { name: 'scale', optional: true, type: 'number' },
    ],
  })
  expect(found).not.toHaveProperty('type')
})

test('types are those of the compiler when there is one', () => {
  const types = openTypeOracle({ directory: folder, files: [features, region] })
  const dependencies = [{ name: 'rows', optional: false }]
  const found = enrich([node('spend', 'spend', { dependencies }), node('lag7', 'lags')], facts, { types })
  expect(found.map((one) => one.type)).toEqual(['number[]', 'number[]'])
  const inner = node('eu.net', 'eu', { exported: { module: region, exportPath: 'net' } })
  expect(enrich([inner], facts, { types })[0]!.type).toBe('number')
})

test('a node in a namespace is found under it, or in the module inside', () => {
  const inner: NodeAtRunTime = { name: 'eu.rate', exportPath: 'eu', exported: { module: region, exportPath: 'rate' } }
  expect(findNode(inner, facts, [features, region])).toMatchObject({
    name: 'eu.rate',
    dependencies: [{ name: 'euDay' }],
  })
  expect(findNode(inner, facts)).toMatchObject({ name: 'rate', dependencies: [{ name: 'day' }] })
  const dependencies = [{ name: 'eu.rate', optional: false }]
  const net = node('eu.net', 'eu', { exported: { module: region, exportPath: 'net' }, dependencies })
  expect(enrich([net], facts)[0]!.dependencies).toMatchObject([{ name: 'eu.rate', type: 'number' }])
})

test('without a module, what leads to the function counts, and nothing else that has the name', () => {
  const origin = { module: lag, exportPath: 'lags', line: 2, column: 20 }
  expect(findNode({ name: 'lag7', origin }, facts, [lag, features])).toMatchObject({ place: { file: features } })
  expect(findNode({ name: 'lag7', origin }, facts)).toBeUndefined()
  expect(findNode({ name: 'lag', origin: { ...origin, exportPath: 'lag' } }, facts)).toMatchObject({ name: 'lag' })
  expect(findNode({ name: 'lags', origin: { ...origin, exportPath: 'total' } }, facts, [features])).toBeUndefined()
})

test('what has no source stays what it is', () => {
  const given: Enrichable = { name: 'x', tags: { a: 'b' }, dependencies: [] }
  expect(enrich([given], facts)).toEqual([given])
  expect(enrich([node('gone', 'gone')], facts)[0]).not.toHaveProperty('declaration')
})
