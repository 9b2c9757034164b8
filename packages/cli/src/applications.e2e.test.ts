// Applications as a user of the command has them: listed, shown, removed; imported from Burr; measured.

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { makeDiceProject } from '../fixtures/dice-project.ts'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const folder = makeScratch()
const command = (...args: string[]) => spawnCommand(args, { cwd: folder }).finished
const logs = fileURLToPath(new URL('../../tracking/src/burr/fixtures/logs/chat', import.meta.url))

beforeAll(() => makeDiceProject(folder))

test('applications are listed and shown, a key with its history', async () => {
  expect((await command('apps')).stdout).toMatch(/table 7 +dice +completed +3 +roll/)
  const shown = await command('apps', 'show', 'table 7')
  expect(shown.stdout).toMatch(/3 +roll +done .*\+rolls, since/)
  expect(shown.stdout).toMatch(/rolls = \[\d,\d,\d\]/)
  expect((await command('apps', 'history', 'table 7', 'rolls')).stdout).toMatch(/3 +roll .*\[\d,\d,\d\]/)
  expect(JSON.parse((await command('apps', 'ls', '--json')).stdout).applications).toMatchObject([{ app: 'table 7' }])
  expect((await command('apps', '--status', 'stuck')).stdout).toBe('No application is recorded.\n')
  expect((await command('apps', '--machine', 'dice', '--status', 'stuck')).stdout).toBe('No application is recorded.\n')
  const nope = await command('apps', '--machine', 'nope')
  expect([nope.code, nope.stderr.split('\n').slice(0, 3)]).toEqual([
    2,
    ['cli/unknown-machine', 'No application of a machine "nope" is kept.', '  machines: dice'],
  ])
  const unknown = await command('apps', 'show', 'table 8')
  expect(unknown.stderr).toContain('help: see the applications of the project with  throughline apps')
  expect([unknown.code, unknown.stderr.split('\n')[0]]).toEqual([1, 'app/unknown'])
})

test('a fork begins after the step that is meant, and its parent stays as it is', async () => {
  const forked = await command('apps', 'fork', 'table 7', '--at', '2', '--as', 'table 8')
  expect(forked.stdout).toBe('Forked table 7 after step 2 as table 8.\n')
  expect((await command('apps', 'show', 'table 8')).stdout).toMatch(
    /open, step 2, next roll[^]*fork of table 7, step 2/,
  )
  expect((await command('apps', 'fork', 'table 7', '--as', 'table 8')).stderr).toContain('app/exists')
  expect((await command('apps', 'fork', 'table 7', '--at', '9')).stderr).toContain('app/no-such-step')
  await command('apps', 'rm', 'table 8', '--yes')
})

test('applications of Burr are imported once, are runs in the record, and are removed', async () => {
  expect((await command('runs', 'import', '--burr', logs)).stdout).toBe('Imported 3 applications.\n')
  expect((await command('runs', 'import', '--burr', logs)).stdout).toBe(
    'Imported 0 applications; 3 were there already.\n',
  )
  expect((await command('apps', 'show', 'forked')).stdout).toContain('fork of first, step 3')
  const runs = (await command('runs')).stdout
  expect(runs).toMatch(/^run +project +flow/)
  expect(runs).toMatch(/ games +chat /)
  expect(runs).toMatch(/ applications +dice /)
  expect((await command('runs', '--project-name', 'games')).stdout).toMatch(/^run +flow/)
  const narrowed = JSON.parse((await command('runs', '--project-name', 'games', '--json')).stdout)
  expect(new Set(narrowed.runs.map(({ project }: { project: string }) => project))).toEqual(new Set(['games']))
  const old = JSON.parse(
    (await command('runs', 'rm', '--keep', '0', '--project-name', 'none', '--dry-run', '--json')).stdout,
  )
  expect(old.removed).toEqual([])
  expect((await command('runs', '--project-name', 'gmaes')).stdout).toBe('No run fits.\n')
  expect((await command('runs', 'show', 'latest')).stdout).toContain('dice')
  expect((await command('test-case', 'first', '2')).stderr.split('\n')[0]).toBe('cli/no-machine')
  for (const more of [[], ['--json']]) {
    const unasked = await command('apps', 'rm', 'first', ...more)
    expect([unasked.code, unasked.stderr.split('\n')[0]]).toEqual([2, 'cli/not-confirmed'])
  }
  expect((await command('apps', 'show', 'first')).code).toBe(0)
  expect((await command('apps', 'rm', 'first', 'forked', '--yes')).stdout).toBe('Removed 2 applications.\n')
  expect((await command('apps', 'rm', 'first')).code).toBe(1)
})

const EVALUATION = (wrong: number): string => `
import { dataset, exact } from '@throughline/machine/evaluation'
export default {
  name: 'doubling',
  dataset: dataset([1, 2, 3, 4].map((n) => ({ id: 'n' + n, input: n, expected: n * 2 }))),
  run: (n: number) => (n === ${wrong} ? 0 : n * 2),
  scorers: { exact: exact() },
}
`

test('an evaluation ends with 1 when it has become worse than its baseline', async () => {
  writeFileSync(join(folder, 'double.eval.ts'), EVALUATION(0))
  const first = await command('eval', 'double.eval.ts', '--save', 'baseline.json')
  expect([first.code, first.stdout]).toEqual([0, 'doubling: 4 cases\n  exact  1.000  of 4 cases\n'])
  expect(existsSync(join(folder, 'baseline.json'))).toBe(true)
  writeFileSync(join(folder, 'double.eval.ts'), EVALUATION(3))
  const worse = await command('eval', 'double.eval.ts', '--baseline', 'baseline.json', '--max-drop', '0.02')
  expect([worse.code, worse.stdout]).toEqual([1, expect.stringContaining('n3: 1.000 -> 0.000')])
  expect((await command('eval', 'double.eval.ts', '--baseline', 'baseline.json', '--max-drop', '0.25')).code).toBe(0)
  expect((await command('eval', 'double.eval.ts', '--markdown')).stdout).toContain('| exact | 0.750 |')
  expect((await command('eval', 'nowhere.ts')).code).toBe(2)
})
