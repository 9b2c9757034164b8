import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createResolver, createVersions, SourceTree } from '@throughline/analyze'
import { expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'
import { describeCode } from './describe-code.ts'

function describe(files: Readonly<Record<string, string>>, name: string, isTracked: (file: string) => boolean) {
  const folder = makeScratch()
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const tree = new SourceTree()
  const file = join(folder, 'src/nodes.ts')
  const version = createVersions({ tree, resolver: createResolver() }).codeVersion(file, name)
  return describeCode(version, { file, name }, { tree, directory: folder, isTracked })
}

const FILES = {
  'package.json': '{ "type": "module" }',
  'src/nodes.ts': `import { rate } from './rates.ts'
const unused = 1
/** With tax. */
export const gross = ({ net }: { net: number }): number => net * (1 + rate())
`,
  'src/rates.ts': `const VAT = 0.2
export function rate(): number {
  return VAT
}
`,
}

test('a version is described by its own declaration and all that it reaches, with the text', () => {
  const { source, file, line, pieces } = describe(FILES, 'gross', () => true)
  expect(source).toBe('export const gross = ({ net }: { net: number }): number => net * (1 + rate())')
  expect([file, line]).toEqual(['src/nodes.ts', 4])
  expect(pieces.map(({ name, file: at, line: from, text }) => [name, at, from, text?.split('\n').length])).toEqual([
    ['gross', 'src/nodes.ts', 4, 1],
    ['VAT', 'src/rates.ts', 1, 1],
    ['rate', 'src/rates.ts', 2, 3],
  ])
})

test('of files that are not tracked no text is kept', () => {
  const found = describe(FILES, 'gross', (path) => path.endsWith('nodes.ts'))
  expect(found.pieces.map(({ name, text }) => [name, text !== undefined])).toEqual([
    ['gross', true],
    ['VAT', false],
    ['rate', false],
  ])
  expect(describe(FILES, 'gross', () => false).source).toBe(undefined)
})

test('of much code the own declaration goes first, and the rest is named without its text', () => {
  const long = `export const table = [\n${"  'x',\n".repeat(8_000)}]\n`
  const nodes = `import { table } from './rates.ts'\nexport const gross = (): number => table.length\n`
  const found = describe({ ...FILES, 'src/nodes.ts': nodes, 'src/rates.ts': long }, 'gross', () => true)
  expect(found.pieces.map(({ name, text }) => [name, text !== undefined])).toEqual([
    ['gross', true],
    ['table', false],
  ])
})
