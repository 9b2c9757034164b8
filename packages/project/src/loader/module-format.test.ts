import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'
import { moduleFormat, withCommonJsNames } from './module-format.ts'

function packageOf(manifest: string): (file: string) => string {
  const folder = makeScratch()
  writeFileSync(join(folder, 'package.json'), manifest)
  mkdirSync(join(folder, 'src'))
  return (file) => join(folder, 'src', file)
}

const esm = packageOf('{ "type": "module" }')
const cjs = packageOf('{ "type": "commonjs" }')
const unsaid = packageOf('{}')

describe('the format of a compiled module', () => {
  test.each([
    [esm('a.ts'), 'module.exports = 1', 'module'],
    [cjs('a.ts'), 'module.exports = 1', 'commonjs'],
    [unsaid('a.ts'), 'module.exports = 1', 'commonjs'],
    [cjs('a.ts'), "import a from './a'", 'module'],
    [cjs('a.ts'), 'export const a = 1', 'module'],
    [unsaid('a.ts'), 'const a = await b', 'module'],
    [cjs('a.ts'), 'return 1', 'commonjs'],
    [cjs('a.ts'), "const text = 'export const a = 1'", 'commonjs'],
    [cjs('a.mts'), 'run()', 'module'],
    [esm('a.cts'), 'module.exports = 1', 'commonjs'],
  ])('%s with %j is %s', (file, code, format) => {
    expect(moduleFormat(file, code)).toBe(format)
  })

  test('CommonJS names are there where the author wrote CommonJS, and on the first line', () => {
    const code = 'export const a = __dirname + require("x")\n'
    const shimmed = withCommonJsNames(cjs('a.ts'), code)
    expect(shimmed).toContain('const __dirname=import.meta.dirname;')
    expect(shimmed).toContain('const require=')
    expect(shimmed.split('\n')).toHaveLength(2)
    expect(withCommonJsNames(esm('a.ts'), code)).toBe(code)
  })

  test('a name that the module declares itself is left alone', () => {
    const code = 'const require = createRequire(import.meta.url)\nrequire("x")'
    expect(withCommonJsNames(cjs('a.ts'), code)).toBe(code)
  })
})
