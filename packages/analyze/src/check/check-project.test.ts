import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderIssue } from 'throughline'
import { describe, expect, it, test } from 'vitest'
import { makeScratch } from '../facts/fixtures/scratch.ts'
import { SourceTree } from '../source/source-tree.ts'
import { openTypeOracle } from '../types/typescript-oracle.ts'
import { sourceIssue } from './catalogue.ts'
import { checkProject, type CheckReport } from './check-project.ts'
import { PLANTED, type Planted } from './fixtures/planted.ts'
import { toSarif } from './sarif.ts'

const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url))
const TSCONFIG = JSON.stringify({ compilerOptions: { strict: true, module: 'preserve', target: 'esnext', types: [] } })

interface Written {
  readonly folder: string
  /** Where the mark stands. */
  readonly marked: { readonly file: string; readonly start: number; readonly text: string }
}

function write({ files }: Planted): Written {
  const [[name, text]] = Object.entries(files).filter(([, one]) => one.includes('«')) as [[string, string]]
  const plain = Object.entries(files).map(([path, one]) => [path, one.replace(/[«»]/g, '')])
  const folder = makeScratch({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': TSCONFIG,
    ...Object.fromEntries(plain),
  })
  const start = text.indexOf('«')
  return { folder, marked: { file: join(folder, name), start, text: text.slice(start + 1, text.indexOf('»')) } }
}

function check(config: string, types = false): CheckReport {
  const directory = dirname(config)
  return checkProject({
    entries: [config],
    ...(types && { openTypes: (files) => openTypeOracle({ directory, files }) }),
  })
}

describe('a planted mistake', () => {
  it.each(PLANTED)('$code: $mistake', (planted) => {
    const { folder, marked } = write(planted)
    const { findings } = check(join(folder, 'config.ts'), planted.types)
    expect(findings.map((one) => one.code)).toEqual([planted.code])
    const [{ place, at, hints }] = findings as [(typeof findings)[0]]
    expect(place.file).toBe(marked.file)
    expect(at).toMatchObject({ module: marked.file, line: place.line, column: place.column })
    const found = readFileSync(place.file, 'utf8').slice(place.start, place.end)
    expect([place.start, found]).toEqual([marked.start, marked.text])
    expect(hints.length).toBeGreaterThan(0)
  })

  it('is there for every code', () => {
    expect([...new Set(PLANTED.map((one) => one.code))].sort()).toEqual(sourceIssue.codes)
    expect(PLANTED.length).toBeGreaterThanOrEqual(30)
  })

  it.each(sourceIssue.codes)('%s reads as its page says', (code) => {
    const planted = PLANTED.find((one) => one.code === code)!
    const { folder } = write(planted)
    const [found] = check(join(folder, 'config.ts'), planted.types).findings
    const text = renderIssue(found!).replaceAll(`${folder}/`, '')
    expect(text).toReadAsThePageOf(code)
  })

  it('has a page for every code, and a code for every page', () => {
    expect(sourceIssue.codes).toHavePagesIn('source')
  })
})

describe('an example', () => {
  it.each(['births-forecast', 'bird-strikes', 'penguins'])('%s has nothing wrong, types included', (name) => {
    const { findings, flows } = check(join(EXAMPLES, name, 'throughline.config.ts'), true)
    expect(findings).toEqual([])
    expect(flows[0]!.nodes).toBeGreaterThan(5)
  })
})

const PLAIN = 'export const signups = () => 3\n'
test.each([
  ['numbers tell names apart', `export const lag7 = () => 1\nexport const sum = ({ lag8 }) => lag8\n`],
  ['a node of several is made from one', `export const weeks = ({ week }: { week: number }) => [week]\n`],
  [
    'several nodes read the input',
    `${PLAIN}export const a = ({ signup }) => signup\nexport const b = ({ signup }) => signup\n`,
  ],
  ['a node reads both', `${PLAIN}export const a = ({ signup, signups }) => signup + signups\n`],
  ['a helper takes no node', `const twice = ({ x }: { x: number }) => 2 * x\n${PLAIN}`],
  [
    'what is bound is not missing',
    `import { parameterize } from 'throughline'\nexport const all = parameterize(({ by }: { by?: number }) => by, { one: { by: 1 } })\n`,
  ],
  ['a type is imported', `import type { X } from './none.ts'\nexport const a = ({ x }: { x: X }) => x\n`],
])('nothing is said when %s', (_, text) => {
  const { folder } = write({
    mistake: '',
    code: '',
    files: {
      'a.ts': `${text}// «»`,
      'config.ts':
        "import { dataflow } from 'throughline'\nimport * as a from './a.ts'\nexport const shop = dataflow(a)\n",
    },
  })
  expect(check(join(folder, 'config.ts')).findings).toEqual([])
})

test('what a flow replaces or overrides is not there twice', () => {
  const config = `import { dataflow } from 'throughline'
import * as a from './a.ts'
import * as b from './b.ts'
export const shop = dataflow(a).replace(b).override({ other: 2 })
`
  const files = {
    'a.ts': `${PLAIN}export const other = ({ x }) => x\n`,
    'b.ts': '// «»\nexport const signups = () => 4\n',
    'config.ts': config,
  }
  const { findings, flows } = check(join(write({ mistake: '', code: '', files }).folder, 'config.ts'))
  expect(findings).toEqual([])
  expect(flows).toEqual([{ name: 'shop', nodes: 2, isComplete: true }])
})

test('flows that source does not show are checked by their modules', () => {
  const { folder } = write(PLANTED.find((one) => one.code === 'source/cycle')!)
  const report = checkProject({ entries: [], flows: [{ name: 'made', modules: [join(folder, 'a.ts')] }] })
  expect(report.findings.map((one) => one.code)).toEqual(['source/cycle'])
  expect(report.flows).toEqual([{ name: 'made', nodes: 1, isComplete: false }])
})

test('a tree that is kept sees what has changed', () => {
  const { folder } = write(PLANTED.find((one) => one.code === 'source/rest-pattern')!)
  const tree = new SourceTree()
  const entries = [join(folder, 'config.ts')]
  expect(checkProject({ entries, tree }).findings).toHaveLength(1)
  writeFileSync(join(folder, 'a.ts'), 'export const total = ({ spend }) => spend\n')
  tree.refresh()
  expect(checkProject({ entries, tree }).findings).toEqual([])
})

test('a SARIF report has every finding with its rule and its stretch', () => {
  const { folder, marked } = write(PLANTED.find((one) => one.mistake === 'two nodes read each other')!)
  const { findings } = check(join(folder, 'config.ts'))
  const { version, runs } = toSarif(findings, { directory: folder, version: '1.2.3' })
  expect(version).toBe('2.1.0')
  expect(runs[0]!.tool.driver).toEqual({ name: 'throughline', version: '1.2.3', rules: [{ id: 'source/cycle' }] })
  expect(runs[0]!.results).toEqual([
    {
      ruleId: 'source/cycle',
      ruleIndex: 0,
      level: 'error',
      message: { text: expect.stringContaining('wait for each other') as string },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a.ts', uriBaseId: 'PROJECT' },
            region: { startLine: 1, startColumn: 24, charOffset: marked.start, charLength: 5 },
          },
        },
      ],
      relatedLocations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a.ts', uriBaseId: 'PROJECT' },
            region: { startLine: 2, startColumn: 25 },
          },
          message: { text: 'price reads cost' },
        },
      ],
    },
  ])
})
