// Every issue of the command, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { keepDice, makeDiceProject } from '../fixtures/dice-project.ts'
import { makeMoneyProject } from '../fixtures/money-project.ts'
import { linesOfRun } from '../fixtures/recorded-runs.ts'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'
import { cliIssue } from './issues.ts'

const project = fileURLToPath(new URL('../fixtures/work', import.meta.url))
const scratch = makeScratch()
mkdirSync(join(scratch, 'packages'))
mkdirSync(join(scratch, 'notes'))
writeFileSync(join(scratch, 'packages/throughline-0.1.0.tgz'), '')
writeFileSync(join(scratch, 'notes/todo.txt'), '')

const games = makeScratch()
const shop = makeScratch()
beforeAll(() => {
  makeDiceProject(games)
  for (const kind of ['store', 'files'] as const) keepDice(games, kind, 'table 8')
  makeMoneyProject(shop)
  writeFileSync(join(scratch, 'first.test.ts'), '')
  writeFileSync(join(scratch, 'empty.eval.ts'), 'export const cases = []')
})

/** Two runs of one flow, with ids and times that stay. */
const record = `sqlite:${join(scratch, 'runs.db')}`
beforeAll(async () => {
  const ids = ['01a1fd97-aa6b-7cab-86cd-05665f1552d1', '01a1fd98-3c10-7e02-9a51-8f0c3a2b7d44']
  const lines = ids.flatMap((run, index) => linesOfRun(run, index + 1))
  writeFileSync(join(scratch, 'two-runs.ndjson'), lines.join('\n'))
  await spawnCommand(['runs', 'import', 'two-runs.ndjson', '--store', record], { cwd: scratch }).finished
})

/** The arguments, and how the command ends. */
const SITUATIONS: Readonly<Record<(typeof cliIssue.codes)[number], readonly [code: number, ...args: string[]]>> = {
  'cli/options-conflict': [2, 'graph', 'shop', '--svg', 'shop.svg', '--dot'],
  'cli/port': [2, 'dev', '--port', 'http', '--project', project],
  'cli/concurrency': [2, 'run', 'shop', '--concurrency', 'all'],
  'cli/unknown-node': [2, 'lineage', 'totl', '--flow', 'shop', '--project', project],
  'cli/ambiguous-node': [2, 'lineage', 'report', '--project', project],
  'cli/amount': [2, 'cache', 'gc', '--max-size', 'small', '--project', project],
  'cli/ambiguous-application': [2, 'apps', 'show', 'table 8', '--project', games],
  'cli/unknown-run': [2, 'runs', 'show', '00000000', '--store', record],
  'cli/ambiguous-run': [2, 'runs', 'show', '01a1', '--store', record],
  'cli/not-in-run': [2, 'why', 'prise', '--store', record],
  'cli/no-earlier-run': [2, 'why', 'price', '--run', 'latest~1', '--store', record],
  'cli/nothing-to-remove': [2, 'runs', 'rm', '--project', project],
  'cli/unknown-machine': [2, 'apps', '--machine', 'dise', '--project', games],
  'cli/not-confirmed': [2, 'apps', 'rm', 'table 7', '--project', games],
  'cli/instant': [2, 'runs', '--since', 'monday', '--project', project],
  'cli/choice': [2, 'runs', '--status', 'broken', '--project', project],
  'cli/count': [2, 'runs', '--limit', '0', '--project', project],
  'cli/file-exists': [2, 'test-case', 'table 7', '1', '--out', 'first', '--project', games],
  'cli/no-machine': [2, 'test-case', 'table 7', '1', '--machine', 'cards', '--project', games],
  'cli/unnamed-codec': [1, 'test-case', 'q1', '1', '--project', shop],
  'cli/not-an-evaluation': [2, 'eval', 'empty.eval.ts', '--project', games],
  'cli/no-burr-logs': [1, 'runs', 'import', '--burr', 'notes', '--project', games],
  'cli/ratio': [2, 'eval', 'empty.eval.ts', '--max-drop', '2%', '--project', games],
  'cli/file-not-read': [1, 'runs', 'import', 'runs.ndjson', '--store', record],
  'cli/folder-not-empty': [2, 'init', 'notes'],
  'cli/package-missing': [2, 'init', 'new', '--packages', 'packages'],
  'cli/file-not-written': [1, 'graph', 'shop', '--svg', 'pictures/shop.svg', '--project', project],
}

describe('the error catalogue of the command', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(cliIssue.codes).toHavePagesIn('cli')
  })

  it.concurrent.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, [exitCode, ...args]) => {
    const ended = await spawnCommand(args, { cwd: scratch }).finished
    const text = ended.stderr.trimEnd()
    expect(text).toReadAsThePageOf(code)
    expect(text.split('\n')[0]).toBe(code)
    expect(ended.code).toBe(exitCode)
  })
})
