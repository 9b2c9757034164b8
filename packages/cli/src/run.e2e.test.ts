// The command `run` as a user has it: built, in processes of its own, with signals and pipes.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { isAlive, makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const cwd = fileURLToPath(new URL('../fixtures/work', import.meta.url))
const scratch = makeScratch()
const sales = join(scratch, 'sales.json')
writeFileSync(sales, '[{"item":"a","price":3},{"item":"b","price":4}]')

/** The process id that a node has written. */
function childPid(text: string): number {
  return Number(/(?:deaf|stubborn) (\d+)/.exec(text)![1])
}

async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(20)
}

describe('throughline run', () => {
  test('prints results on standard output and everything else on standard error', async () => {
    const { code, stdout, stderr } = await spawnCommand(['run', 'shop', 'chatty', 'items', '-i', `sales=@${sales}`], {
      cwd,
    }).finished
    expect(stdout).toBe('the total is 7\nchatty  7\nitems  array of 2\n  a, b\n')
    expect(stderr).toMatch(/^shop: running 3 nodes\nsaid on the side\nshop: succeeded, 3 computed in /)
    expect(code).toBe(0)
  })

  test('with --json standard output is one object, whatever the nodes print', async () => {
    const { code, stdout, stderr } = await spawnCommand(
      ['run', 'shop', 'chatty', 'kinds', '--json', '-i', `sales=@${sales}`],
      { cwd },
    ).finished
    const { runId, durationMs, ...rest } = JSON.parse(stdout) as Record<string, unknown>
    expect(rest).toEqual({
      flow: 'shop',
      status: 'succeeded',
      counts: { computed: 3, cached: 0, failed: 0, skipped: 0 },
      outputs: {
        chatty: 7,
        kinds: {
          count: '10',
          at: '1970-01-01T00:00:00.000Z',
          none: null,
          ways: { a: 1 },
          parse: '[Function: parseInt]',
        },
      },
      issues: [],
    })
    expect(runId).toMatch(/^[\da-f-]{36}$/)
    expect(durationMs).toBeGreaterThan(0)
    expect(stderr).toContain('the total is 7')
    expect(code).toBe(0)
  })

  test('a node that throws gives its name, its path, the place, and the frames of the user alone', async () => {
    const { code, stdout, stderr } = await spawnCommand(['run', 'failing', 'report'], { cwd }).finished
    expect(stdout).toBe('')
    expect(stderr.replace(/in [\d.]+ ms/, 'in 5 ms')).toBe(`failing: running 3 nodes
run/node-failed
"broken" failed: no value number 3
  src/failing.ts:20  throw new RangeError(\`no value number \${values.length}\`, { cause: new Error('the file ended') })
                           ^^^
  path: broken <- report (output)
    at readDeep (src/failing.ts:20:9)
    at broken (src/failing.ts:3:69)
  caused by Error: the file ended
    at readDeep (src/failing.ts:20:69)
    at broken (src/failing.ts:3:69)
failing: failed, 1 computed, 1 failed, 1 skipped in 5 ms
`)
    expect(code).toBe(1)
  })

  test('with --json a failure is in the object too', async () => {
    const { code, stdout } = await spawnCommand(['run', 'failing', 'report', '--json'], { cwd }).finished
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      counts: { computed: 1, cached: 0, failed: 1, skipped: 1 },
      outputs: {},
      issues: [{ code: 'run/node-failed', subject: { node: 'broken' }, at: { line: 20 } }],
    })
    expect(code).toBe(1)
  })

  test.each([
    [['run', 'shp'], 'project/unknown-flow', 'did you mean "shop"?'],
    [['run', 'shop', 'totl'], 'graph/unknown-output', 'did you mean "total"?'],
    [
      ['run', 'shop', 'total', '-i', 'sale=1'],
      'graph/missing-input',
      'the inputs contain "sale". Rename it, or pass  --input sales=<value>',
    ],
    [['run', 'shop', 'tax', '-c', 'region=uss'], 'config/unknown-value', 'did you mean "us"?'],
    [['run', 'shop', 'total', '-i', 'sales'], 'project/input-form', 'write  --input name=value'],
    [['run', 'shop', '--json', '--watch'], 'cli/options-conflict', '--json prints one object and ends'],
    [['run', 'shop', '--concurrency', '0'], 'cli/concurrency', 'expected a whole number from 1'],
    [['rum', 'shop'], 'There is no command "rum"', 'did you mean "run"?'],
    [['run', 'shop', '--inpt', 'a=1'], 'There is no option "--inpt"', 'did you mean "--input"?'],
    [['lineage'], 'Something is missing: node.', 'throughline ls'],
    [['runs', 'diff'], 'Something is missing: before.', 'throughline runs ls'],
    [['apps', 'show'], 'Something is missing: application.', 'throughline apps'],
    [['test-case', 'customer-7'], 'Something is missing: step.', 'throughline apps show <application>'],
    [['eval'], 'Something is missing: file.', '--help'],
  ])('%j is wrong use: exit code 2 and a suggestion', async (args, code, hint) => {
    const { code: exitCode, stderr } = await spawnCommand(args, { cwd }).finished
    expect(stderr).toContain(code)
    expect(stderr).toContain(hint)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(exitCode).toBe(2)
  })

  test('with --json wrong use is an object too', async () => {
    const ended = await Promise.all([
      spawnCommand(['run', 'shop', '--json'], { cwd: scratch }).finished,
      spawnCommand(['run', 'shop', 'total', '--json'], { cwd }).finished,
      spawnCommand(['run', 'shop', '--json', '--concurrency', 'x'], { cwd }).finished,
    ])
    const objects = ended.map(({ stdout }) => JSON.parse(stdout) as { status: string; issues: { code: string }[] })
    expect(objects.map(({ status, issues }) => [status, issues[0]!.code])).toEqual([
      ['invalid', 'project/no-config'],
      ['invalid', 'graph/missing-input'],
      ['invalid', 'cli/concurrency'],
    ])
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2])
  })

  test('what ends or hangs the process of the user code is said plainly', async () => {
    const [leaving, stuck, stray] = await Promise.all(
      ['leaving', 'stuck', 'stray'].map((output) => spawnCommand(['run', 'failing', output], { cwd }).finished),
    )
    expect(leaving).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it exited with code 3.\n  running at that time: leaving') as string,
    })
    expect(stuck).toMatchObject({ code: 1, stderr: expect.stringContaining('waiting: stuck') as string })
    expect(stray).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Something was thrown outside of any node: Error: nobody caught this') as string,
    })
  })

  test('a process that is killed from outside is reported, with the nodes that were running', async () => {
    const spawned = spawnCommand(['run', 'slow', 'stubborn'], { cwd })
    await spawned.until('stubborn ')
    process.kill(childPid(spawned.output()), 'SIGKILL')
    const { code, stderr } = await spawned.finished
    expect(stderr).toContain('it was killed (SIGKILL).\n  running at that time: stubborn')
    expect(code).toBe(1)
  })
})

describe('Ctrl-C', () => {
  test('aborts the run, which says so', async () => {
    const spawned = spawnCommand(['run', 'slow', 'patient'], { cwd })
    await spawned.until('running 1 node')
    spawned.child.kill('SIGINT')
    const { code, stderr } = await spawned.finished
    expect(stderr).toContain('press Ctrl-C again')
    expect(stderr).toContain('The run was aborted.\n  reason: stopped by Ctrl-C')
    expect(code).toBe(130)
  })

  test('a second one ends a node that hears nothing', async () => {
    const spawned = spawnCommand(['run', 'slow', 'deaf'], { cwd })
    await spawned.until('deaf ')
    const pid = childPid(spawned.output())
    spawned.child.kill('SIGINT')
    await spawned.until('press Ctrl-C again')
    expect(isAlive(pid)).toBe(true)
    spawned.child.kill('SIGINT')
    const { code } = await spawned.finished
    expect(isAlive(pid)).toBe(false)
    expect(code).toBe(130)
  })

  test('arrives between synchronous nodes of 50 ms, not at their end', async () => {
    const report = join(scratch, 'aborted-at')
    const names = Array.from({ length: 40 }, (_, index) => `blocking${index}`)
    const spawned = spawnCommand(['run', 'slow', 'listener', ...names, '-i', `report=${report}`], { cwd })
    await spawned.until('running 41 nodes')
    await delay(300)
    const askedAt = Date.now()
    spawned.child.kill('SIGINT')
    const { stderr, code } = await spawned.finished
    expect(stderr).toMatch(/aborted, \d+ computed/)
    // Ordered by the nodes of 50 ms themselves: the abort overtakes those that wait, so most never run.
    expect(Number(/aborted, (\d+) computed/.exec(stderr)![1])).toBeLessThan(30)
    expect(Number(readFileSync(report, 'utf8'))).toBeGreaterThanOrEqual(askedAt)
    expect(code).toBe(130)
  })
})

describe('processes', () => {
  test('when the command is killed, the process of the user code ends too', async () => {
    const spawned = spawnCommand(['run', 'slow', 'stubborn'], { cwd })
    await spawned.until('stubborn ')
    const pid = childPid(spawned.output())
    spawned.child.kill('SIGKILL')
    await spawned.finished
    await untilDead(pid)
    expect(isAlive(pid)).toBe(false)
  })

  test('when the reader of the pipe goes, the command ends quietly and so does the user code', async () => {
    const spawned = spawnCommand(['run', 'slow', 'stubborn'], { cwd })
    await spawned.until('stubborn ')
    const pid = childPid(spawned.output())
    const closed = spawnCommand(['run', 'shop', 'rows', '-i', 'count=100000'], { cwd })
    closed.child.stdout!.destroy()
    const { stderr } = await closed.finished
    expect(stderr).not.toContain('EPIPE')
    spawned.child.stdout!.destroy()
    spawned.child.stderr!.destroy()
    spawned.child.kill('SIGTERM')
    await untilDead(pid)
    expect(isAlive(pid)).toBe(false)
  })
})
