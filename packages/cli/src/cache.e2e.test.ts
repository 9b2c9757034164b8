// Memoization as a user of the command has it: runs, and the commands that see, explain and remove what is kept.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'throughline.config.ts': `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as shop from './src/shop.ts'
export default defineProject({ name: 'shop', flows: { shop: dataflow(shop) }, cache: true })
`,
  'src/shop.ts': `import { writeFileSync } from 'node:fs'
import { byConfig, checked, type NodeContext } from 'throughline'
import { inRange } from 'throughline/checks'
import { saved } from 'throughline/io'
import { VAT } from './rates.ts'

export function net({ price }: { price: number }, { log }: NodeContext): number {
  log('asked for the price', { price })
  return price
}
export const gross = checked(({ net }: { net: number }): number => net * (1 + VAT), [inRange(0, 100)], { severity: 'warn' })
export const label = saved(({ gross }: { gross: number }): string => \`\${gross} EUR\`, {
  write: (text: string) => writeFileSync('label.txt', text),
  describe: () => ({ type: 'text', path: 'label.txt' }),
})
export const rounded = byConfig('way', {
  up: ({ gross }: { gross: number }): number => Math.ceil(gross),
  down: ({ gross }: { gross: number }): number => Math.floor(gross),
}, { default: 'up' })
export const now = (): number => Date.now()
`,
  'src/rates.ts': 'export const VAT = 0.2\n',
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

function project(changes: Readonly<Record<string, string>> = {}): string {
  const folder = makeScratch()
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) write(folder, name, text)
  return folder
}

const command = (cwd: string, ...args: readonly string[]) => spawnCommand(args, { cwd }).finished
const run = (cwd: string, ...more: readonly string[]) => command(cwd, 'run', 'shop', '-i', 'price=200', ...more)
const RUN = String.raw`run [\da-f-]{36} of \d{4}-\d\d-\d\d \d\d:\d\d`

describe('throughline run in a project that memoizes', () => {
  test('takes from earlier runs what has not changed, and tells again what was said', async () => {
    const cwd = project()
    const first = await run(cwd, 'label', 'rounded')
    const second = await run(cwd, 'label', 'rounded')
    expect(first.stderr).toContain('net: asked for the price {"price":200}\n')
    expect(first.stderr).toMatch(/shop: succeeded, 4 computed in /)
    expect(second.stdout).toBe(first.stdout)
    expect(second.stderr).toMatch(new RegExp(String.raw`net: asked for the price \{"price":200\} \(from ${RUN}\)`))
    expect(second.stderr).toMatch(
      new RegExp(String.raw`"gross" did not pass inRange\(0, 100\)\.\n {2}found 240\n {2}from ${RUN}\n`),
    )
    expect(second.stderr).toMatch(/shop: succeeded, 0 computed, 4 from earlier runs in /)
  })

  test('counts in --json, and computes what reads another value', async () => {
    const cwd = project()
    await run(cwd, 'rounded')
    const other = await command(cwd, 'run', 'shop', 'rounded', 'label', '-i', 'price=50', '--json')
    expect(JSON.parse(other.stdout)).toMatchObject({ counts: { computed: 4, cached: 0 }, outputs: { label: '60 EUR' } })
    const both = await command(cwd, 'run', 'shop', 'rounded', 'now', '-i', 'price=50', '--json')
    expect(JSON.parse(both.stdout)).toMatchObject({ counts: { computed: 1, cached: 3 } })
    const down = await command(cwd, 'run', 'shop', 'rounded', '-i', 'price=50', '-c', 'way=down', '--json')
    expect(JSON.parse(down.stdout)).toMatchObject({ counts: { computed: 1, cached: 2 } })
  })

  test('computes everything with --no-cache, and in a project that does not memoize', async () => {
    const cwd = project()
    const none = await run(cwd, 'rounded', '--no-cache')
    expect(none.stderr).toMatch(/3 computed in /)
    expect(existsSync(join(cwd, '.throughline/local.db'))).toBe(false)
    await run(cwd, 'rounded')
    const again = await run(cwd, 'rounded', '--no-cache')
    expect(again.stderr).toMatch(/3 computed in /)

    const plain = project({ 'throughline.config.ts': FILES['throughline.config.ts'].replace(', cache: true', '') })
    await run(plain, 'rounded')
    expect(existsSync(join(plain, '.throughline/local.db'))).toBe(false)
  })

  test('writes nothing that is not named, and says how to', async () => {
    const cwd = project()
    const ends = await run(cwd, '--json')
    expect(Object.keys((JSON.parse(ends.stdout) as { outputs: object }).outputs).sort()).toEqual([
      'label',
      'now',
      'rounded',
    ])
    expect(ends.stderr).toContain(
      'not written: label.saved. To write, name it as an output:  throughline run shop label.saved\n',
    )
    expect(existsSync(join(cwd, 'label.txt'))).toBe(false)
    const named = await run(cwd, 'label.saved')
    expect(named.stderr).not.toContain('not written')
    expect(readFileSync(join(cwd, 'label.txt'), 'utf8')).toBe('240 EUR')
  })

  test('with --watch computes what an edit touched, and says so', async () => {
    const cwd = project()
    const spawned = spawnCommand(['run', 'shop', 'label', 'rounded', '-i', 'price=200', '--watch'], { cwd })
    await spawned.until('4 computed in')
    await spawned.until('press Ctrl-C to stop')
    write(cwd, 'src/rates.ts', 'export const VAT = 0.5\n')
    await spawned.until('3 computed')
    expect(spawned.errors()).toMatch(/src\/rates\.ts changed; 3 computed, 1 from earlier runs in /)
    await spawned.until('300 EUR')
    write(cwd, 'src/rates.ts', '// of 2026\nexport const VAT = 0.5\n')
    await spawned.until('0 computed, 4 from earlier runs')
    spawned.child.kill('SIGINT')
    expect((await spawned.finished).code).toBe(130)
  })
})

describe('throughline cache ls', () => {
  test('lists what is kept of which node, and the totals', async () => {
    const cwd = project()
    await run(cwd, 'label')
    await command(cwd, 'run', 'shop', 'rounded', '-i', 'price=50')
    const { code, stdout, stderr } = await command(cwd, 'cache', 'ls')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.split('\n')
    expect(lines[0]).toBe('shop')
    expect(lines[1]).toMatch(/^ {2}node +values +size +computing took +made +used$/)
    expect(lines.slice(2, 6).map((line) => line.trim().split(/ +/).slice(0, 2))).toEqual([
      ['gross', '2'],
      ['label', '1'],
      ['net', '2'],
      ['rounded', '1'],
    ])
    expect(lines[6]).toMatch(/^6 values of 4 nodes, \d+ B; computing them took .+; the store has \d+ B: equal values/)
    const one = await command(cwd, 'cache', 'ls', 'shop', 'gross', '--json')
    expect(JSON.parse(one.stdout)).toMatchObject({
      store: join(cwd, '.throughline'),
      nodes: [{ flow: 'shop', node: 'gross', values: 2, bytes: expect.any(Number) as number }],
      totals: { nodes: 1, values: 2 },
    })
    expect((await command(cwd, 'cache', 'ls', 'shop', 'nothing')).stdout).toBe(
      'Nothing is kept of "nothing" in the flow shop.\n',
    )
  })

  test('is friendly where nothing was ever kept, and runs no user code', async () => {
    const cwd = project({ 'throughline.config.ts': "throw new Error('this has run')" })
    for (const name of ['ls', 'clear']) {
      const { code, stdout, stderr } = await command(cwd, 'cache', name)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toBe(
        'Nothing is kept: there is no .throughline.\nwith  cache: true  in throughline.config.ts, runs keep what they compute.\n',
      )
    }
    expect(existsSync(join(cwd, '.throughline/local.db'))).toBe(false)
    expect(JSON.parse((await command(cwd, 'cache', 'ls', '--json')).stdout)).toEqual({
      store: null,
      nodes: [],
      totals: { nodes: 0, values: 0, bytes: 0, computeMs: 0 },
      kept: { bytes: 0 },
    })
  })

  test('refuses a store of a newer version, and a folder that is none', async () => {
    const cwd = project()
    write(cwd, '.throughline/format.json', '99\n')
    for (const args of [['ls'], ['clear'], ['gc', '--max-size', '0']]) {
      const { code, stderr } = await command(cwd, 'cache', ...args)
      expect(stderr).toContain('store/newer-format\nThe store')
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(code).toBe(1)
    }
    expect(readdirSync(join(cwd, '.throughline'))).toEqual(['format.json'])
    rmSync(join(cwd, '.throughline'), { recursive: true })
    write(cwd, '.throughline', '')
    expect(await command(cwd, 'cache', 'ls')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('store/not-a-folder') as string,
    })
  })
})

describe('a damaged store', () => {
  test('is said by cache ls, and set aside', async () => {
    const cwd = project()
    await run(cwd, 'label')
    writeFileSync(join(cwd, '.throughline/local.db'), 'this is no database, but more than a few bytes of text')
    const damaged = await command(cwd, 'cache', 'ls')
    expect(damaged).toMatchObject({ code: 1, stdout: 'Nothing is kept.\n' })
    expect(damaged.stderr).toContain('store/database-damaged\nThe database of the store')
    expect(await command(cwd, 'cache', 'ls')).toMatchObject({ code: 0, stderr: '', stdout: 'Nothing is kept.\n' })
  })
})

describe('throughline cache why', () => {
  test('says what changed, upstream too, and how much is taken from earlier runs', async () => {
    const cwd = project()
    const why = (...args: readonly string[]) => command(cwd, 'cache', 'why', ...args)
    const never = await why('label', '-i', 'price=200')
    expect(never.stdout).toBe(`label  in the flow shop
  depends on "gross", computed first:
  when that gives what it gave before, it is taken from an earlier run
upstream
  net
    computed: nothing was kept of it
  gross
    depends on nodes that are computed first: taken from earlier runs where those give what
    they gave before
0 of 3 nodes would be taken from earlier runs
`)
    await run(cwd, 'label', 'rounded')
    const kept = await why('label', 'shop', '-i', 'price=200')
    expect(kept.stdout).toMatch(
      new RegExp(`^label  in the flow shop\n  taken from ${RUN} \\(\\d+ B, computing it took .+\\)\n3 of 3 nodes`),
    )
    const input = await why('net', '-i', 'price=1')
    expect(input.stdout).toMatch(new RegExp(`computed: the value of "price" changed since ${RUN}\n`))
    const config = await why('rounded', '-i', 'price=200', '-c', 'way=down')
    expect(config.stdout).toMatch(new RegExp(`computed: its variant was "up" and is "down" since ${RUN}\n`))
    expect((await why('now')).stdout).toContain(
      'computed: it reaches the outside world: Date.now at src/shop.ts:20\n  help: make that an input.',
    )
    expect((await why('label.saved', '-i', 'price=200')).stdout).toContain('computed: it writes to a sink')
    write(cwd, 'src/rates.ts', 'export const VAT = 0.1\n')
    const code = await why('gross', '-i', 'price=200')
    expect(code.stdout).toMatch(
      new RegExp(
        `computed: its code changed since ${RUN}\n  help: see what changed with  throughline diff\n1 of 2 nodes`,
      ),
    )
    const json = await why('gross', '-i', 'price=200', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      node: 'gross',
      flow: 'shop',
      isMemoized: true,
      nodes: [
        { node: 'net', status: 'cached' },
        { node: 'gross', status: 'computed', why: { because: 'changed', differences: [{ part: 'code' }] } },
      ],
    })
  })

  test('says why nothing can be taken from a store that cannot be used', async () => {
    const cwd = project({ '.throughline/format.json': '9' })
    const asked = await command(cwd, 'cache', 'why', 'now', '--json')
    expect(JSON.parse(asked.stdout)).toMatchObject({ node: 'now', issues: [{ code: 'cache/unavailable' }] })
    expect(asked.stderr).toMatch(
      /reason: The store ".+" was written by a newer Throughline\.\n {4}its format: 9\n {4}formats known here: up to 1\nhelp: update/,
    )
  })

  test('finds the flow that has the node, and says what is wrong with the question', async () => {
    const two = FILES['throughline.config.ts'].replace('flows: {', 'flows: { other: dataflow(shop),')
    const cwd = project({ 'throughline.config.ts': two })
    const questions = await Promise.all([
      command(cwd, 'cache', 'why', 'label', '-i', 'price=1'),
      command(cwd, 'cache', 'why', 'labl'),
      command(cwd, 'cache', 'why', 'label', 'shop'),
      command(cwd, 'cache', 'why', 'price', 'shop', '-i', 'price=1'),
    ])
    expect(questions.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    const [ambiguous, unknown, missing, input] = questions.map(({ stderr }) => stderr)
    expect(ambiguous).toContain(
      '"label" is in 2 flows: other, shop.\nhelp: say which one with  throughline cache why label other',
    )
    expect(unknown).toContain('did you mean "label"?')
    expect(missing).toContain('graph/missing-input')
    expect(missing).toContain('pass  --input price=<value>')
    expect(input).toContain('graph/unknown-output')
  })

  test('says that a project keeps nothing', async () => {
    const cwd = project({ 'throughline.config.ts': FILES['throughline.config.ts'].replace(', cache: true', '') })
    const { code, stdout } = await command(cwd, 'cache', 'why', 'net', '-i', 'price=1')
    expect(stdout).toContain('computed in every run: the project keeps nothing\n')
    expect(code).toBe(0)
  })
})

describe('throughline cache gc and clear', () => {
  test('gc keeps what was used within the last hour, and says so', async () => {
    const cwd = project()
    await run(cwd, 'label')
    const { code, stdout } = await command(cwd, 'cache', 'gc', '--max-size', '0')
    expect(stdout).toMatch(
      /^Removed 0 values \(0 B\); \d+ B are kept \(at most 0 B\)\.\n\d+ B more than the limit stay: /,
    )
    expect(code).toBe(0)
    const json = await command(cwd, 'cache', 'gc', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      limits: { maxBytes: 10 * 1024 ** 3 },
      removed: { values: 0, bytes: 0 },
      usedByProcesses: 0,
    })
  })

  test('gc takes the limits of the project when none is given', async () => {
    const limits = FILES['throughline.config.ts'].replace('cache: true', 'cache: { maxBytes: 1e6, maxAgeMs: 864e5 }')
    const cwd = project({ 'throughline.config.ts': limits })
    await run(cwd, 'label')
    const { stdout } = await command(cwd, 'cache', 'gc')
    expect(stdout).toMatch(/are kept \(at most 1\.0 MB, used within 24 h 0 min\)\.\n$/)
    const wrong = await command(cwd, 'cache', 'gc', '--max-age', 'long', '--max-size', 'much')
    expect(wrong.stderr).toContain('--max-size is much; expected a number with its unit, such as 2GB.')
    expect(wrong.stderr).toContain('--max-age is long; expected a number with its unit, such as 30d.')
    expect(wrong.code).toBe(2)
  })

  test('clear removes what is kept of one node, of a flow, of all, without asking where nobody is', async () => {
    const cwd = project()
    await run(cwd, 'label', 'rounded')
    const one = await command(cwd, 'cache', 'clear', 'shop', 'gross')
    expect(one.stdout).toMatch(/^Removed 1 value of "gross" in the flow shop \(\d+ B\); \d+ B are kept\.\n$/)
    const ran = await run(cwd, 'label', 'rounded', '--json')
    expect(JSON.parse(ran.stdout)).toMatchObject({ counts: { computed: 1, cached: 3 } })
    expect(JSON.parse((await command(cwd, 'cache', 'clear', '--json')).stdout)).toMatchObject({
      removed: { values: 4 },
      kept: { bytes: 0 },
    })
    expect((await command(cwd, 'cache', 'clear')).stdout).toBe('Nothing is kept.\n')
    expect((await command(cwd, 'cache', 'ls')).stdout).toBe('Nothing is kept.\n')
  })
})
