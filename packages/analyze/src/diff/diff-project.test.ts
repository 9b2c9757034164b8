import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createResolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import { createVersions } from '../versions/create-versions.ts'
import { birthsForecast, CONFIG, inWords, patchOf, SHOP, TestRepository } from './fixtures/test-repository.ts'

const titles = ({ changes }: Awaited<ReturnType<TestRepository['diff']>>): string[] =>
  changes.map(({ kind, name }) => `${kind} ${name}`)

describe('the example, after an edit of a helper', () => {
  let repository: TestRepository
  beforeAll(() => {
    repository = new TestRepository(birthsForecast())
  })

  test('names exactly the nodes whose code versions changed, and those downstream with the way to them', async () => {
    const versions = (): Map<string, string | undefined> => {
      const known = createVersions({ tree: new SourceTree(), resolver: createResolver() })
      const files = ['calendar', 'features', 'training', 'forecast'].map((one) =>
        join(repository.folder, `src/${one}.ts`),
      )
      return new Map(
        files.flatMap((file) => {
          const names = [...readFileSync(file, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map(
            ([, name]) => name!,
          )
          return names.map((name) => [name, known.codeVersion(file, name).version] as const)
        }),
      )
    }
    const before = versions()
    repository.edit('src/series.ts', 'series[day - days] ?? NaN)\n}', 'series[day - days] ?? 0)\n}')
    const after = versions()
    const wanted = [...before].flatMap(([name, version]) => (after.get(name) === version ? [] : [name])).sort()
    expect(wanted).toEqual(['lags', 'naiveForecasts'])

    const diff = await repository.diff()
    const [flow] = diff.flows
    expect([...new Set(flow!.changed.map((node) => node.exportPath))].sort()).toEqual(wanted)
    expect(flow!.changed).toHaveLength(8)
    expect(flow!.affected.find(({ name }) => name === 'next28Days')!.path).toEqual([
      'next28Days',
      'outlook',
      'forecast',
      'featureTable',
      'lag28',
    ])
    expect(titles(diff)).toEqual(['declaration lag'])
    expect(patchOf(diff, 'lag').filter((line) => line.startsWith('-') || line.startsWith('+'))).toEqual([
      '-  return series.map((_, day) => series[day - days] ?? NaN)',
      '+  return series.map((_, day) => series[day - days] ?? 0)',
    ])
    expect(flow!.changed.every(({ because }) => because.length === 1 && !because[0]!.own)).toBe(true)
    repository.git('checkout', '--quiet', '.')
  })

  test('names nothing for a comment, and says which file differs', async () => {
    repository.edit('src/series.ts', /^/, '// how past days become features\n')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual([])
    expect(diff.changes).toEqual([])
    expect(diff.files).toEqual([{ file: 'src/series.ts', kind: 'look' }])
    repository.git('checkout', '--quiet', '.')
  })
})

describe('a change', () => {
  test.each([
    [
      'of a constant three files away',
      'src/factor.ts',
      '100',
      '1000',
      ['~ net', '. gross <- net', '. label <- gross <- net'],
      ['declaration FACTOR'],
    ],
    [
      'of a default',
      'src/shop.ts',
      'rate = 0.2',
      'rate = 0.25',
      ['~ gross', '. label <- gross'],
      ['declaration gross'],
    ],
    ['of a type', 'src/shop.ts', 'rate?: number', 'rate?: 1 | 2', [], []],
  ] as const)('%s is found with its code', async (_, file, find, replace, words, changes) => {
    const repository = new TestRepository(SHOP)
    repository.edit(file, find, replace)
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(words)
    expect(titles(diff)).toEqual(changes)
    expect(diff).toMatchObject({ before: { name: 'HEAD' }, after: { name: 'working tree' } })
  })

  test('of the argument of a modifier is its own code', async () => {
    const shop =
      "import { retry } from 'throughline'\nexport const prices = retry(async () => [1], { maxAttempts: 3 })\n"
    const repository = new TestRepository({ ...SHOP, 'src/shop.ts': shop })
    repository.edit('src/shop.ts', 'maxAttempts: 3', 'maxAttempts: 4')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ prices'])
    expect(diff.flows[0]!.changed[0]!.because).toEqual([{ change: 0, own: true }])
    expect(patchOf(diff, 'prices')).toEqual([
      '-export const prices = retry(async () => [1], { maxAttempts: 3 })',
      '+export const prices = retry(async () => [1], { maxAttempts: 4 })',
    ])
  })

  test('of what is imported from a package is found, although no declaration differs', async () => {
    const shop = "import { resolve as path } from 'node:path'\nexport const place = () => path('a', 'b')\n"
    const repository = new TestRepository({ ...SHOP, 'src/shop.ts': shop })
    repository.edit('src/shop.ts', 'resolve as path', 'join as path')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ place'])
    expect(titles(diff)).toEqual(['import path'])
    expect(patchOf(diff, 'path')).toEqual([
      "-import { resolve as path } from 'node:path'",
      "+import { join as path } from 'node:path'",
    ])
  })

  test('of a name that a file in between passes on is found there', async () => {
    const repository = new TestRepository({
      ...SHOP,
      'src/shop.ts': "import { first } from './all.ts'\nexport const one = () => first()\n",
      'src/all.ts': "export { a as first, b as second } from './two.ts'\n",
      'src/two.ts': 'export const a = () => 1\nexport const b = () => 2\n',
    })
    repository.edit('src/all.ts', 'a as first, b as second', 'b as first, a as second')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ one'])
    expect(titles(diff)).toContain('import export first, export second')
  })

  test('of imported JSON is found with its lines', async () => {
    const shop = "import table from './table.json' with { type: 'json' }\nexport const rates = () => table\n"
    const repository = new TestRepository({ ...SHOP, 'src/shop.ts': shop, 'src/table.json': '{\n  "de": 19\n}\n' })
    repository.edit('src/table.json', '19', '20')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ rates'])
    expect(diff.changes).toMatchObject([{ kind: 'file', after: { file: 'src/table.json', line: 1 } }])
    expect(patchOf(diff, '')).toEqual([' {', '-  "de": 19', '+  "de": 20', ' }'])
  })

  test('of a file that code names by its place is found', async () => {
    const shop =
      "import { readFileSync } from 'node:fs'\nexport const rows = () => readFileSync(new URL('./my%20rows.csv', import.meta.url))\n"
    const repository = new TestRepository({
      ...SHOP,
      'src/shop.ts': shop,
      'src/my rows.csv': 'a\n1\n',
      'src/other.csv': 'b',
    })
    repository.write('src/my rows.csv', 'a\n2\n')
    repository.write('src/other.csv', 'c')
    expect(titles(await repository.diff())).toEqual(['file '])
  })

  test('of a configuration is found where source shows it', async () => {
    const shop = `import { byConfig } from 'throughline'
export const price = byConfig('mode', { plain: ({ net }: { net: number }) => net, twice: ({ net }: { net: number }) => 2 * net })
export const label = ({ price }: { price: number }) => price
`
    const configured = CONFIG.replace(
      'dataflow(shop)',
      "dataflow(shop).configure({ mode: 'plain' }).override({ net: 1 })",
    )
    const repository = new TestRepository({ ...SHOP, 'src/shop.ts': shop, 'throughline.config.ts': configured })
    repository.edit('throughline.config.ts', "'plain'", "'twice'")
    const chosen = await repository.diff()
    expect(inWords(chosen)).toEqual(['~ price', '. label <- price'])
    expect(titles(chosen)).toEqual(['configuration shop'])
    expect(patchOf(chosen, 'shop').filter((line) => line.startsWith('+'))[0]).toContain("mode: 'twice'")
    repository.commit('twice')
    repository.edit('throughline.config.ts', 'net: 1', 'net: 2')
    const overridden = await repository.diff()
    expect(inWords(overridden)).toEqual(['~ net', '. price <- net', '. label <- price <- net'])
    expect(titles(overridden)).toEqual(['configuration net'])
  })

  test('of a function that no module exports is found in the flow itself', async () => {
    const config = CONFIG.replace('dataflow(shop)', 'dataflow({ total: ({ net }: { net: number }) => net + 1 })')
    const repository = new TestRepository({ ...SHOP, 'throughline.config.ts': config })
    expect((await repository.diff()).flows[0]!.uncertain).toEqual([
      { name: 'total', reasons: ['no export is known that makes it'] },
    ])
    repository.edit('throughline.config.ts', 'net + 1', 'net + 2')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ total'])
    expect(titles(diff)).toEqual(['declaration total'])
  })
})

describe('nodes and files that come and go', () => {
  test('a node is added, with what now reads it', async () => {
    const repository = new TestRepository(SHOP)
    repository.write('src/shop.ts', `${SHOP['src/shop.ts']}export const amounts = () => [1, 2]\n`)
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual([
      '+ amounts',
      '. net <- amounts',
      '. gross <- net <- amounts',
      '. label <- gross <- net <- amounts',
    ])
    expect(patchOf(diff, 'amounts')).toEqual(['+export const amounts = () => [1, 2]'])
  })

  test('a node is removed, and who read it is affected', async () => {
    const repository = new TestRepository(SHOP)
    repository.edit('src/shop.ts', /^export const gross.*\n/m, '')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['- gross', '. label <- gross'])
    expect(diff.changes[0]).toMatchObject({
      kind: 'declaration',
      name: 'gross',
      before: { file: 'src/shop.ts', line: 5 },
    })
    expect(diff.changes[0]).not.toHaveProperty('after')
  })

  test('a node is renamed, and its reader reads the new name', async () => {
    const repository = new TestRepository(SHOP)
    repository.edit('src/shop.ts', /\bgross\b/g, 'total')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['> gross total', '~ label'])
    expect(diff.flows[0]!.changed[0]).toMatchObject({ readsNow: ['total'], readNoMore: ['gross'] })
  })

  test('a file that only gets another name changes no node', async () => {
    const repository = new TestRepository(SHOP)
    repository.move('src/factor.ts', 'src/numbers/-constant values.ts')
    repository.edit('src/scale.ts', './factor.ts', './numbers/-constant values.ts')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual([])
    expect(diff.files).toEqual([
      { file: 'src/numbers/-constant values.ts', kind: 'moved', from: 'src/factor.ts' },
      { file: 'src/scale.ts', kind: 'code' },
    ])
  })

  test('a new file that git does not know yet counts', async () => {
    const repository = new TestRepository(SHOP)
    repository.write('src/extra.ts', 'export const amounts = () => [1]\n')
    repository.edit('throughline.config.ts', 'dataflow(shop)', 'dataflow(shop, extra)')
    repository.edit('throughline.config.ts', '\n\n', "\nimport * as extra from './src/extra.ts'\n\n")
    const diff = await repository.diff()
    expect(inWords(diff)[0]).toBe('+ amounts')
    expect(diff.files).toContainEqual({ file: 'src/extra.ts', kind: 'added' })
  })

  test('a deleted module takes its nodes along', async () => {
    const config = CONFIG.replace('dataflow(shop)', 'dataflow(shop, extra)').replace(
      '\n\n',
      "\nimport * as extra from './src/extra.ts'\n\n",
    )
    const repository = new TestRepository({
      ...SHOP,
      'throughline.config.ts': config,
      'src/extra.ts': 'export const amounts = () => [1]\n',
    })
    repository.remove('src/extra.ts')
    repository.write('throughline.config.ts', CONFIG)
    const diff = await repository.diff()
    expect(inWords(diff)[0]).toBe('- amounts')
    expect(patchOf(diff, 'amounts')).toEqual(['-export const amounts = () => [1]'])
    expect(diff.files).toContainEqual({ file: 'src/extra.ts', kind: 'removed' })
  })

  test('a flow comes', async () => {
    const repository = new TestRepository(SHOP)
    repository.edit(
      'throughline.config.ts',
      'shop: dataflow(shop)',
      'shop: dataflow(shop), "second one": dataflow(shop).override({ net: 1 })',
    )
    const [second, shop] = (await repository.diff()).flows
    expect(second).toMatchObject({ name: 'second one', presence: 'added' })
    expect(second!.added.map(({ name }) => name)).toEqual(['gross', 'label', 'net'])
    expect(shop).toMatchObject({ presence: 'both', changed: [], affected: [] })
  })
})
