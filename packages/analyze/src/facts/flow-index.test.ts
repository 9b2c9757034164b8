import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Facts } from './facts.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { indexFlow, type SymbolFacts } from './flow-index.ts'

const folder = makeScratch({
  'features.ts': `import { extract, from, parameterize } from 'throughline'
import { lag } from './lag.ts'
export const spend = ({ rows }: { rows: number[] }) => rows
export const parts = extract(({ spend }) => ({ train: spend }), ['train'])
export const lags = parameterize(lag, { lag7: { series: from('spend'), days: 7 } })
export class Nothing {}
`,
  'lag.ts':
    'export const lag = ({ series, days, offset = 0 }: { series: number[]; days: number; offset?: number }) => series\n',
  'model.ts':
    "export const model = ({ train, lag7: week, 'rows': all }: Needs) => 1\ninterface Needs { train: 1; lag7: 2 }\n",
})
const [features, model, lag] = ['features.ts', 'model.ts', 'lag.ts'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const facts = new Facts()
const index = indexFlow(facts, [features, model])

/** What stands at a text of a file, the n-th time. */
function at(file: string, text: string, time = 1, more = 0): string | undefined {
  const source = facts.tree.file(file)!
  let offset = -1
  for (let count = 0; count < time; count++) offset = source.text.indexOf(text, offset + 1)
  expect(offset).toBeGreaterThanOrEqual(0)
  const found = index.factsAt(file, source.lines.positionAt(offset + more))
  expect(index.factsAt(file, offset + more)).toBe(found)
  return found && describe(found)
}

function describe(found: SymbolFacts): string {
  if (found.kind === 'export') return `export ${found.export.name}`
  return found.kind === 'node' ? `node ${found.node.name}` : `${found.node.name} reads ${found.dependency.name}`
}

function places(list: readonly { readonly file: string; readonly line: number; readonly column: number }[]): string[] {
  return list.map(({ file, line, column }) => `${file.slice(folder.length + 1)}:${line}:${column}`)
}

test('a cursor on a name finds the node, or who reads what, wherever the name is written', () => {
  expect(at(features, 'spend')).toBe('node spend')
  expect(at(features, 'spend', 1, 5)).toBe('node spend')
  expect(at(features, 'rows')).toBe('spend reads rows')
  expect(at(features, 'rows', 2)).toBe('spend reads rows')
  expect(at(features, "'train'", 1, 1)).toBe('node train')
  expect(at(features, 'lag7')).toBe('node lag7')
  expect(at(features, "from('spend')", 1, 8)).toBe('lag7 reads spend')
  expect(at(features, 'Nothing')).toBe('export Nothing')
  expect(at(lag, 'offset')).toBe('lag7 reads offset')
  expect(at(model, 'lag7')).toBe('model reads lag7')
  expect(at(model, 'lag7', 2)).toBe('model reads lag7')
  expect(at(model, "'rows'", 1, 2)).toBe('model reads rows')
})

test('a cursor elsewhere finds nothing', () => {
  expect(at(features, 'import')).toBeUndefined()
  expect(at(features, '=> rows', 1, 4)).toBeUndefined()
  expect(at(lag, 'series')).toBeUndefined()
  expect(index.factsAt(join(folder, 'none.ts'), 0)).toBeUndefined()
})

test('a name leads to its definition, and to everyone who reads it', () => {
  expect(places(index.definitionOf('lag7'))).toEqual(['features.ts:5:41'])
  expect(places(index.definitionOf('train'))).toEqual(['features.ts:4:67'])
  expect(index.definitionOf('rows')).toEqual([])
  const readers = index.referencesOf('spend')
  expect(readers.map(({ node }) => node.name)).toEqual(['parts', 'lag7'])
  expect(places(readers.map(({ place }) => place))).toEqual(['features.ts:4:33', 'features.ts:5:63'])
  expect(places(index.referencesOf('lag7').map(({ place }) => place))).toEqual(['model.ts:1:32', 'model.ts:2:29'])
  expect(index.nodes('spend').map((node) => node.output)).toEqual([undefined])
})
