import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diffProject } from './diff-project.ts'
import { CONFIG, inWords, SHOP, TestRepository } from './fixtures/test-repository.ts'

describe('packages', () => {
  const shop =
    "import { mean } from 'stats'\nexport const average = ({ rows }: { rows: number[] }) => mean(rows)\nexport const rows = () => [1]\n"
  const lock = (stats: string, inner: string): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { stats: '*' } },
        'node_modules/stats': { version: stats, dependencies: { inner: '*' } },
        'node_modules/inner': { version: inner },
        'node_modules/other': { version: inner },
      },
    })

  test('a version in the lock file names the nodes that reach it, also when nothing is installed', async () => {
    const repository = new TestRepository({ ...SHOP, 'src/shop.ts': shop, 'package-lock.json': lock('1.0.0', '1.0.0') })
    expect(inWords(await repository.diff())).toEqual([])
    repository.write('package-lock.json', lock('1.1.0', '1.0.0'))
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ average'])
    expect(diff.changes).toEqual([{ kind: 'package', name: 'stats', before: ['1.0.0'], after: ['1.1.0'] }])
    expect(diff.caveats).toEqual([])
  })

  test('a package that another one needs is named itself', async () => {
    const repository = new TestRepository({ ...SHOP, 'src/shop.ts': shop, 'package-lock.json': lock('1.0.0', '1.0.0') })
    repository.write('package-lock.json', lock('1.0.0', '2.0.0'))
    expect((await repository.diff()).changes).toEqual([
      { kind: 'package', name: 'inner', before: ['1.0.0'], after: ['2.0.0'] },
    ])
  })

  test('a package that is imported now is named, and those that it needs are counted together', async () => {
    const repository = new TestRepository({ ...SHOP, 'package-lock.json': lock('1.0.0', '1.0.0') })
    repository.write(
      'src/money.ts',
      "import { mean } from 'stats'\nexport const round = (value: number) => mean([value])\n",
    )
    expect((await repository.diff()).changes.slice(-2)).toEqual([
      { kind: 'package', name: 'stats', before: [], after: ['1.0.0'] },
      { kind: 'packages', name: '', before: [], after: ['inner@1.0.0'] },
    ])
  })

  test('without a lock file, or with one of another tool that differs, nothing is said to be equal', async () => {
    const none = new TestRepository({ ...SHOP, 'src/shop.ts': shop })
    expect((await none.diff()).caveats).toContain(
      'there is no lock file: packages are taken to be what is installed now, in both states',
    )
    const yarn = new TestRepository({ ...SHOP, 'yarn.lock': 'stats@1' })
    expect((await yarn.diff()).caveats).toEqual([])
    yarn.write('yarn.lock', 'stats@2')
    expect((await yarn.diff()).caveats).toEqual([
      'yarn.lock differs and cannot be read: which packages changed is not known',
    ])
    const first = new TestRepository(SHOP)
    first.write('package-lock.json', lock('1.0.0', '1.0.0'))
    expect((await first.diff()).caveats).toEqual([
      'there is package-lock.json only after: which packages changed is not known',
    ])
  })

  test('a package that is installed under another name is known by that name', async () => {
    const alias = (version: string): string =>
      JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/stats': { name: 'real-stats', version } } })
    const repository = new TestRepository(
      { ...SHOP, 'src/shop.ts': shop, '../package-lock.json': alias('1.0.0') },
      'app',
    )
    repository.write(
      'node_modules/stats/package.json',
      '{ "name": "real-stats", "version": "1.0.0", "main": "index.js" }',
    )
    repository.write('node_modules/stats/index.js', '')
    repository.write('../package-lock.json', alias('2.0.0'))
    expect((await repository.diff()).changes).toEqual([
      { kind: 'package', name: 'real-stats', before: ['1.0.0'], after: ['2.0.0'] },
    ])
  })

  test('a workspace package that is linked as source is read in both states', async () => {
    const repository = new TestRepository(
      {
        ...SHOP,
        'src/shop.ts': "import { cents } from '@shop/money'\nexport const price = () => cents(1)\n",
        '../libs/money/package.json': '{ "name": "@shop/money", "version": "1.0.0", "exports": "./index.ts" }',
        '../libs/money/index.ts': 'export const cents = (value: number) => value * 100\n',
        '../package-lock.json': JSON.stringify({
          lockfileVersion: 3,
          packages: {
            'node_modules/@shop/money': { resolved: 'libs/money', link: true },
            'libs/money': { version: '1.0.0' },
          },
        }),
      },
      'app',
    )
    mkdirSync(join(repository.folder, 'node_modules/@shop'), { recursive: true })
    symlinkSync(join(repository.root, 'libs/money'), join(repository.folder, 'node_modules/@shop/money'), 'junction')
    repository.write('../libs/money/index.ts', 'export const cents = (value: number) => value * 1000\n')
    const diff = await repository.diff()
    expect(inWords(diff)).toEqual(['~ price'])
    expect(diff.changes).toMatchObject([
      { kind: 'declaration', name: 'cents', before: { file: 'libs/money/index.ts', line: 1 } },
    ])
  })
})

describe('states', () => {
  test('two commits are compared, or the second with where both come from', async () => {
    const repository = new TestRepository(SHOP)
    repository.git('checkout', '--quiet', '-b', 'topic/with space'.replace(' ', '-'))
    repository.edit('src/shop.ts', '0.2', '0.3')
    repository.commit('rate')
    repository.git('checkout', '--quiet', 'main')
    repository.edit('src/factor.ts', '100', '10')
    const main = repository.commit('factor')
    repository.write('src/shop.ts', 'this is not read')
    const two = await repository.diff('main..topic/with-space')
    expect(inWords(two).filter((word) => word.startsWith('~'))).toEqual(['~ gross', '~ net'])
    expect(two).toMatchObject({ before: { name: 'main', commit: main }, after: { name: 'topic/with-space' } })
    expect(inWords(await repository.diff('main...topic/with-space'))).toEqual(['~ gross', '. label <- gross'])
    expect(inWords(await repository.diff('HEAD~1..'))).toEqual(['~ net', '. gross <- net', '. label <- gross <- net'])
  })

  test('the project may be in a folder with any name, and paths are from the repository', async () => {
    const repository = new TestRepository(SHOP, '-rf/my project;$(x)')
    repository.edit('src/factor.ts', '100', '1000')
    const diff = await repository.diff()
    expect(inWords(diff)[0]).toBe('~ net')
    expect(diff.changes).toMatchObject([{ after: { file: '-rf/my project;$(x)/src/factor.ts', line: 1 } }])
  })

  test('an import that led nowhere is said to be unknown', async () => {
    const repository = new TestRepository({ ...SHOP, 'src/factor.ts': "export { FACTOR } from './gone.ts'\n" })
    expect((await repository.diff()).caveats).toContain(
      'src/factor.ts:1 at HEAD: There is nothing to import from "./gone.ts".',
    )
  })

  test('what is committed is not run, and nothing is left behind', async () => {
    const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('throughline-diff-'))
    const mark = join(tmpdir(), `throughline-has-run-${process.pid}`)
    const code = `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\n`
    const repository = new TestRepository({ ...SHOP, 'throughline.config.ts': code + CONFIG })
    symlinkSync('/etc', join(repository.root, 'outside'))
    repository.commit('a link that leads outside')
    const before = left()
    await repository.diff()
    await repository.diff('nope').catch(() => undefined)
    writeFileSync(join(repository.folder, 'src/shop.ts'), 'const = 1')
    await repository.diff().catch(() => undefined)
    expect(left()).toEqual(before)
    expect(existsSync(mark)).toBe(false)
  })

  test('flows that source does not show are those of the project as it stands, by their modules', async () => {
    const repository = new TestRepository({ ...SHOP, 'throughline.config.ts': 'export default globalThis\n' })
    expect((await repository.diff()).caveats).toContain('source shows no flow, so there are no nodes to compare')
    repository.edit('src/factor.ts', '100', '10')
    const diff = await diffProject({
      config: join(repository.folder, 'throughline.config.ts'),
      loadFlows: () => Promise.resolve([{ name: 'made', modules: [join(repository.folder, 'src/shop.ts')] }]),
    })
    expect(inWords(diff)[0]).toBe('~ net')
    expect(diff.flows[0]!.isComplete).toBe(false)
  })
})
