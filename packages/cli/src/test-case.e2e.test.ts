// A recorded step becomes a test, as a user of the command has it: written, run, and red when the code changed.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { DICE, makeDiceProject, runNode } from '../fixtures/dice-project.ts'
import { makeMoneyProject, moneyConfig } from '../fixtures/money-project.ts'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const folder = makeScratch()
const command = (...args: string[]) => spawnCommand(args, { cwd: folder }).finished

beforeAll(() => makeDiceProject(folder))

/** What the test runner writes, whatever it ends with. */
function runTests(file: string, project: string = folder): string {
  try {
    return runNode(project, '--test', file)
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

test('ls lists the machines with their actions', async () => {
  expect((await command('ls')).stdout).toMatch(/dice +roll +rolls, since/)
})

test('the test of a step is written, is green, and is red after a change', async () => {
  const written = await command('test-case', 'table 7', '2', '--runner', 'node', '--out', 'second')
  expect(written.stderr).toBe('wrote second.fixture.json\nwrote second.test.ts\n')
  expect(runTests('second.test.ts')).toContain('pass 1')
  writeFileSync(join(folder, 'dice.ts'), DICE(1_000_000))
  expect(runTests('second.test.ts')).toContain('patch.append.rolls')
  writeFileSync(join(folder, 'dice.ts'), DICE(6))
})

test('a step with instances of classes is tested with the codecs of the project, and not without them', async () => {
  const shop = makeScratch()
  makeMoneyProject(shop)
  const make = () =>
    spawnCommand(['test-case', 'q1', '1', '--runner', 'node', '--out', 'quote'], { cwd: shop }).finished
  const refused = await make()
  expect([refused.code, refused.stderr.split('\n')[0]]).toEqual([1, 'cli/unnamed-codec'])
  expect(existsSync(join(shop, 'quote.test.ts'))).toBe(false)
  writeFileSync(join(shop, 'throughline.config.ts'), moneyConfig(', codecs: [money]'))
  expect((await make()).stderr).toBe('wrote quote.fixture.json\nwrote quote.test.ts\n')
  expect(runTests('quote.test.ts', shop)).toContain('pass 1')
})

test('files that exist stay, unless they may be overwritten', async () => {
  await command('test-case', 'table 7', '1')
  const path = join(folder, 'dice-roll-1.test.ts')
  expect(readFileSync(path, 'utf8')).toContain("import { expect, test } from 'vitest'")
  writeFileSync(path, 'mine')
  const again = await command('test-case', 'table 7', '1')
  expect([again.code, readFileSync(path, 'utf8')]).toEqual([2, 'mine'])
  expect((await command('test-case', 'table 7', '1', '--force')).code).toBe(0)
  expect(readFileSync(path, 'utf8')).toContain('project.machines.dice')
})

test.each([
  [['nobody', '1'], 1, 'app/unknown'],
  [['table 7', '9'], 1, 'app/no-such-step'],
  [['table 7', 'two'], 2, 'cli/count'],
  [['table 7', '1', '--machine', 'cards'], 2, 'cli/no-machine'],
  [['table 7', '1', '--runner', 'jest'], 2, 'cli/choice'],
])('%j is told with what is wrong', async (args, code, issue) => {
  const ended = await command('test-case', ...args)
  expect([ended.code, ended.stderr.split('\n')[0]]).toEqual([code, issue])
})
