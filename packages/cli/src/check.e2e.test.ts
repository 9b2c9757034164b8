// throughline check, as a user has it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const CONFIG = `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as shop from './src/shop.ts'

export default defineProject({ name: 'shop', flows: { shop: dataflow(shop) } })
`
const RIGHT = `export const spend = ({ weeks }: { weeks: number[] }): number => weeks.length
export const report = ({ spend }: { spend: number }): string => String(spend)
`

function project(files: Readonly<Record<string, string>>): string {
  const folder = makeScratch()
  const all = { 'package.json': '{ "type": "module" }', 'throughline.config.ts': CONFIG, ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const check = (cwd: string, ...args: readonly string[]) => spawnCommand(['check', ...args], { cwd }).finished

describe('throughline check', () => {
  test('shows what is wrong with its place and a cure, without running the project', async () => {
    const text = `throw new Error('this has run')\n${RIGHT.replace('({ spend }', '({ spend, ...rest }')}`
    const ended = await check(project({ 'src/shop.ts': text }))
    expect(ended).toMatchObject({
      code: 1,
      stderr: '',
      stdout: `source/rest-pattern
"report" gathers the rest of its parameter, so its dependencies are not known.
  src/shop.ts:3  export const report = ({ spend, ...rest }: { spend: number }): string => String(spend)
                                                 ^^^^^^^
help: list every name:  ({ a, b }) => ...

1 error in 1 flow, 2 files
`,
    })
  })

  test('ends with 0 when nothing is wrong, and when there are only warnings', async () => {
    const warning = `${RIGHT}const lost = ({ spend }: { spend: number }) => spend\n`
    const [right, warned] = await Promise.all([
      check(project({ 'src/shop.ts': RIGHT })),
      check(project({ 'src/shop.ts': warning })),
    ])
    expect(right).toMatchObject({ code: 0, stdout: 'nothing wrong in 1 flow, 2 files\n', stderr: '' })
    expect(warned).toMatchObject({ code: 0, stderr: '' })
    expect(warned.stdout).toMatch(/source\/forgotten-export[^]*\n1 warning in 1 flow, 2 files\n$/)
  })

  test('asks the compiler with --types', async () => {
    const folder = project({ 'src/shop.ts': RIGHT.replace('{ spend: number }', '{ spend: string }') })
    const [without, types] = await Promise.all([check(folder), check(folder, '--types')])
    expect(without.code).toBe(0)
    expect(types.code).toBe(1)
    expect(types.stdout).toMatch(/source\/type-mismatch[^]*expected: string\n {2}found: number/)
  })

  test('gives all of it as JSON, and as SARIF', async () => {
    const folder = project({ 'src/shop.ts': RIGHT.replace('({ spend }: { spend: number })', '(spend: number)') })
    const wrong = join(folder, 'src/shop.ts')
    const [json, sarif, file] = await Promise.all([
      check(folder, '--json'),
      check(folder, '--sarif', '-'),
      check(folder, '--sarif', 'check.sarif'),
    ])
    expect(JSON.parse(json.stdout)).toMatchObject({
      errors: 1,
      warnings: 0,
      flows: [{ name: 'shop', nodes: 2, isComplete: true }],
      findings: [{ code: 'source/not-destructured', severity: 'error', at: { module: wrong, line: 2, column: 24 } }],
    })
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'source/not-destructured', level: 'error' }] }],
    })
    expect(readFileSync(join(folder, 'check.sarif'), 'utf8')).toBe(sarif.stdout)
    expect(file.stderr).toBe('wrote check.sarif\n')
    expect([json.code, sarif.code, file.code]).toEqual([1, 1, 1])
  })

  test('loads the project when source does not show its flows', async () => {
    const config = CONFIG.replace('dataflow(shop)', "(globalThis['make' as never] as typeof dataflow)(shop)").replace(
      '\nexport',
      '\nObject.assign(globalThis, { make: [dataflow][0] })\nexport',
    )
    const text = RIGHT.replace('{ weeks: number[] }', '{ weeks: number[]; days: number }')
    const ended = await check(project({ 'src/shop.ts': text, 'throughline.config.ts': config }))
    expect(ended.stdout).toMatch(/^source\/property-not-taken[^]*\n1 error in 1 flow, 2 files\n$/)
    expect(ended.code).toBe(1)
  })

  test('checks again when a file changes with --watch', async () => {
    const folder = project({ 'src/shop.ts': RIGHT })
    const spawned = spawnCommand(['check', '--watch'], { cwd: folder })
    await spawned.until('watching 2 files')
    writeFileSync(join(folder, 'src/shop.ts'), RIGHT.replace('({ spend }', '({ ...spend }'))
    await spawned.until('1 error in 1 flow')
    await spawned.until('src/shop.ts changed; checking again')
    spawned.child.kill('SIGINT')
    expect((await spawned.finished).code).toBe(130)
  })

  test.each([
    [['--json', '--sarif', '-'], 'cli/options-conflict\n--json and --sarif - cannot be given together.'],
    [['--watch', '--json'], 'cli/options-conflict\n--watch and --json cannot be given together.'],
    [['--fix'], 'There is no option "--fix".'],
  ])('ends with 2 for %j', async (args, text) => {
    const { code, stderr } = await check(project({ 'src/shop.ts': RIGHT }), ...args)
    expect(stderr).toContain(text)
    expect(code).toBe(2)
  })
})
