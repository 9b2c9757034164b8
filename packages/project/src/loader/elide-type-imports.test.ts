import { describe, expect, test } from 'vitest'
import { elideTypeImports } from './elide-type-imports.ts'

/** The result with runs of blanks made visible as one. */
function elided(code: string): string {
  const result = elideTypeImports(code)
  expect(result).toHaveLength(code.length)
  expect(result.split('\n')).toHaveLength(code.split('\n').length)
  return result.replace(/ {2,}/g, ' ')
}

describe('imports that only types used', () => {
  test('lose the names that the code does not mention', () => {
    expect(elided("import { Series, mean } from './x'\nmean()")).toBe("import { mean } from './x'\nmean()")
    expect(elided("import { a as b, c as d } from './x'\nd()")).toBe("import { c as d } from './x'\nd()")
    expect(elided('import { default as c, "a b" as d } from \'./x\'\nc()')).toBe(
      "import { default as c, } from './x'\nc()",
    )
  })

  test('go as a whole when nothing is left', () => {
    expect(elided("import { Series } from './x'\nrun()")).toBe(' \nrun()')
    expect(elided("import Series from './x'\nrun()")).toBe(' \nrun()')
    expect(elided("import * as types from './x'\nrun()")).toBe(' \nrun()')
    expect(elided("import {  } from './x'\nrun()")).toBe(' \nrun()')
  })

  test('lose the default, or what stands beside it', () => {
    expect(elided("import Series, { mean } from './x'\nmean()")).toBe("import { mean } from './x'\nmean()")
    expect(elided("import run, { Series } from './x'\nrun()")).toBe("import run from './x'\nrun()")
    expect(elided("import run, * as types from './x'\nrun()")).toBe("import run from './x'\nrun()")
  })

  test('stay where they are on several lines', () => {
    const code = "import {\n  A,\n  b,\n  C,\n} from './x'\nb()"
    expect(elideTypeImports(code)).toBe("import {\n    \n  b,\n    \n} from './x'\nb()")
  })
})

describe('imports that stay', () => {
  test.each([
    ["import './side-effect'", 'for their effect'],
    ["import { a } from './x'\nexport { a }", 'exported again'],
    ["import { a } from './x'\nconst text = `${a}`", 'used in a template'],
    ["import { a } from './x'\nrun() // a", 'mentioned behind code: in doubt an import stays'],
    ["import { a /* why */ } from './x'", 'with a comment inside'],
    ['const code = `\nimport { a } from "x"\n`', 'not an import at all'],
    ["export * from './x'\nimport { a } from './y'\na()", 'behind a re-export'],
    ["'use strict'\nimport { a } from './x'\na()", 'behind a directive'],
  ])('%j: %s', (code) => {
    expect(elideTypeImports(code)).toBe(code)
  })

  test('a comment on its own line is no use', () => {
    expect(elided("import { Series } from './x'\n/** A Series\n * of Series. */\n// Series\nrun()")).toMatch(/^ \n/)
  })
})
