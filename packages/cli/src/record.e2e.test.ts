// The record as a user of the command has it: runs that are recorded, and what can be asked of them.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const CONFIG = (options = ''): string => `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as shop from './src/shop.ts'
export default defineProject({ name: 'shop', flows: { shop: dataflow(shop) }${options} })
`

const FILES = {
  'package.json': '{ "type": "module" }',
  '.gitignore': 'node_modules\n.throughline\n',
  'throughline.config.ts': CONFIG(),
  'src/shop.ts': `import type { NodeContext } from 'throughline'
import { withTax } from './rates.ts'

export const prices = ({ price }: { price: number }): number[] => [price, price * 2, price * 3]
/** With tax. */
export const gross = ({ prices }: { prices: number[] }): number[] => prices.map(withTax)
export function total({ gross }: { gross: number[] }, { metric }: NodeContext): number {
  const sum = gross.reduce((all, one) => all + one, 0)
  metric('total', sum)
  return sum
}
export const count = ({ prices }: { prices: number[] }): number => prices.length
`,
  'src/rates.ts': `const VAT = 0.2
export function withTax(net: number): number {
  return net * (1 + VAT)
}
`,
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

/** A repository with one commit, so that the text of its code is recorded. */
function project(changes: Readonly<Record<string, string>> = {}): string {
  const folder = makeScratch()
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) write(folder, name, text)
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    ['commit', '--quiet', '-m', '1'],
  ])
    execFileSync('git', [...author, ...args], { cwd: folder })
  return folder
}

function edit(folder: string, file: string, find: string, replace: string): void {
  const text = readFileSync(join(folder, file), 'utf8')
  expect(text.split(find)).toHaveLength(2)
  writeFileSync(join(folder, file), text.replace(find, replace))
}

const command = (cwd: string, ...args: readonly string[]) => spawnCommand(args, { cwd }).finished

async function json<Answer>(cwd: string, ...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await command(cwd, ...args, '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Answer
}

async function text(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await command(cwd, ...args)
  if (code !== 0) throw new Error(stderr)
  return stdout
}

interface Listed {
  readonly runs: readonly { readonly id: string; readonly status: string; readonly counts?: object }[]
}

const run = async (cwd: string, ...more: readonly string[]): Promise<string> =>
  (await json<{ runId: string }>(cwd, 'run', 'shop', ...more)).runId

describe('what runs leave behind', () => {
  let cwd: string
  const ids: string[] = []

  beforeAll(async () => {
    cwd = project()
    ids.push(await run(cwd, '-i', 'price=100'), await run(cwd, '-i', 'price=150'))
    edit(cwd, 'src/rates.ts', 'net * (1 + VAT)', 'net * (1 + VAT) + 1')
    ids.push(await run(cwd, '-i', 'price=150'))
  })

  test('is listed, the newest first, and chosen by what is known of it', async () => {
    const { runs } = await json<Listed>(cwd, 'runs')
    expect(runs.map(({ id, status }) => [id, status])).toEqual(ids.toReversed().map((id) => [id, 'succeeded']))
    expect(runs[0]!.counts).toEqual({ computed: 4, cached: 0, failed: 0, skipped: 0 })
    expect(await json<Listed>(cwd, 'runs', '--limit', '1', '--since', '1h', '--flow', 'shop')).toMatchObject({
      runs: [{ id: ids[2] }],
    })
    expect((await json<Listed>(cwd, 'runs', '--status', 'failed')).runs).toEqual([])
    expect(await text(cwd, 'runs')).toMatch(/^run .*\n01\S+ +shop +succeeded .* 4 computed/)
  })

  test('is shown: what ran, what it read, what it gave, what it was made of', async () => {
    const shown = await text(cwd, 'runs', 'show', 'latest')
    expect(shown).toContain(ids[2]!)
    expect(shown).toMatch(/made of git [\da-f]{10} on main with changes, Node /)
    expect(shown).toMatch(/inputs\n {2}price {2}number 150\n/)
    expect(shown).toMatch(/total +succeeded +\S+ ms +number 1,083\n/)
    expect(shown).toMatch(/metrics\n {2}total {2}total = 1,083$/m)
  })

  test('says that a helper was edited, which nodes have it, and how far the results went', async () => {
    const told = await text(cwd, 'why', 'total')
    expect(told.split('\n').slice(0, 2)).toEqual([
      'total differs, because:',
      '  the code of gross changed: the helper withTax at src/rates.ts:2 (total <- gross).',
    ])
    expect(told).toContain('  total\n    1,080 -> 1,083 (+0.28 %)\n')
    expect(told).toContain('withTax  src/rates.ts:2  in the code of 1 node: gross\n')
    expect(told).toContain('  -  return net * (1 + VAT)\n  +  return net * (1 + VAT) + 1\n')
    const facts = await json<{ causes: { kind: string; path: string[] }[] }>(cwd, 'why', 'total')
    expect(facts.causes).toMatchObject([{ kind: 'code', path: ['total', 'gross'] }])
  })

  test('says that an input was another, and what has not changed', async () => {
    const told = await text(cwd, 'why', 'total', '--run', ids[1]!, '--against', ids[0]!)
    expect(told).toContain('  the run was given another price (total <- gross <- prices <- price).\n')
    expect(told).toContain('  price\n    100 -> 150 (+50 %)')
    expect(await text(cwd, 'why', 'count')).toBe(`count has the same value in both runs.\n\n${await theRuns()}`)
  })

  async function theRuns(): Promise<string> {
    const told = await text(cwd, 'why', 'count')
    return told.slice(told.indexOf('the runs'))
  }

  test('is compared node by node', async () => {
    const told = await text(cwd, 'runs', 'diff', 'latest~1', 'latest')
    expect(told).toContain('  ~ gross  its code changed\n      mean 360 -> 361 (+0.28 %)')
    expect(told).toContain('  2 of 4 nodes are the same\n')
    expect(told).toContain('metrics\n  total  total  1,080 -> 1,083\n')
    expect((await command(cwd, 'runs', 'diff', ids[1]!, ids[2]!, '--exit-code')).code).toBe(1)
    expect((await command(cwd, 'runs', 'diff', ids[1]!, ids[1]!, '--exit-code')).code).toBe(0)
  })

  test('goes into another record and back, and nothing is lost', async () => {
    const lines = await text(cwd, 'runs', 'export')
    write(cwd, '.throughline/all.ndjson', lines)
    const other = ['--store', 'sqlite:.throughline/other.db']
    expect(await text(cwd, 'runs', 'import', '.throughline/all.ndjson', ...other)).toMatch(/^Imported \d+ events\.\n$/)
    expect(await text(cwd, 'runs', 'export', ...other)).toBe(lines)
    expect(await text(cwd, 'runs', 'import', '.throughline/all.ndjson', ...other)).toMatch(/^Imported 0 events; \d+ /)
    expect((await json<Listed>(cwd, 'runs', ...other)).runs.map(({ id }) => id)).toEqual(ids.toReversed())
    const one = await text(cwd, 'runs', 'export', ids[0]!)
    expect(one).toContain(ids[0])
    expect(one).not.toContain(ids[1])
  })

  test('is told to tools that read OpenLineage', async () => {
    const lines = (await text(cwd, 'runs', 'export', ids[2]!, '--openlineage')).trimEnd().split('\n')
    const events = lines.map((line) => JSON.parse(line) as { eventType: string; job: { name: string } })
    expect(events.map(({ eventType, job }) => `${eventType} ${job.name}`).sort()).toEqual(
      ['shop', 'shop.count', 'shop.gross', 'shop.prices', 'shop.total']
        .flatMap((name) => [`COMPLETE ${name}`, `START ${name}`])
        .sort(),
    )
  })

  test('is removed for good, and a hash of it stays', async () => {
    const copy = ['--store', 'sqlite:.throughline/copy.db']
    write(cwd, '.throughline/copy.ndjson', await text(cwd, 'runs', 'export'))
    await text(cwd, 'runs', 'import', '.throughline/copy.ndjson', ...copy)
    expect(await text(cwd, 'runs', 'rm', '--keep', '1', '--dry-run', ...copy)).toContain('Would remove 2 runs:\n')
    expect(await text(cwd, 'runs', 'rm', ids[0]!, ...copy)).toMatch(/^Removed 1 run with \d+ events\. A hash/)
    expect(await text(cwd, 'runs', 'rm', '--keep', '1', '--yes', ...copy)).toMatch(/^Removed 1 run /)
    expect(await json<Listed>(cwd, 'runs', ...copy)).toMatchObject({ runs: [{ id: ids[2] }] })
    const left = await text(cwd, 'runs', 'export', ...copy)
    expect(left).toMatch(/"type":"deleted".*"sha256":"[\da-f]{64}"/)
    await text(cwd, 'runs', 'import', '.throughline/copy.ndjson', ...copy)
    expect((await json<Listed>(cwd, 'runs', ...copy)).runs).toHaveLength(1)
  })
})

test('a value of an earlier run is followed to the run that made it', async () => {
  const cwd = project({ 'throughline.config.ts': CONFIG(', cache: true') })
  const first = await run(cwd, '-i', 'price=100')
  const second = await run(cwd, '-i', 'price=100')
  expect(await json<Listed>(cwd, 'runs')).toMatchObject({
    runs: [{ id: second, counts: { cached: 4 } }, { id: first }],
  })
  const told = await text(cwd, 'lineage', 'total', '--run', second)
  expect(told).toContain(first)
  expect(told).toMatch(/gross .* src\/shop\.ts:6 {2}code1:[\da-f]{10}/)
  expect(told).toMatch(/price {2}input {2}number 100 {2}data1:[\da-f]{10}/)
  const facts = await json<{ steps: { step: { run: string } }[] }>(cwd, 'lineage', 'total', '--run', second)
  expect(facts.steps.map(({ step }) => step.run)).toEqual([first, first, first])
})

test('a project that does not record, and a run that is not to be recorded, leave nothing', async () => {
  const cwd = project({ 'throughline.config.ts': CONFIG(', tracking: false') })
  await run(cwd, '-i', 'price=1')
  expect(existsSync(join(cwd, '.throughline'))).toBe(false)
  const other = project()
  await run(other, '-i', 'price=1', '--no-tracking')
  expect(existsSync(join(other, '.throughline'))).toBe(false)
  expect(await text(other, 'runs')).toBe('Nothing is recorded yet: run a flow with  throughline run.\n')
})

test('what the project hides is nowhere in the record', async () => {
  const tracking = `, tracking: { capture: { nodes: { gross: 'none' } }, secretNames: ['price'] }`
  const cwd = project({ 'throughline.config.ts': CONFIG(tracking) })
  await run(cwd, '-i', 'price=123456')
  const lines = await text(cwd, 'runs', 'export')
  expect(lines).not.toContain('123456')
  expect(lines).toMatch(/"type":"step.ended","node":"gross","status":"succeeded"/)
  expect(lines).not.toMatch(/"node":"gross","status":"succeeded"[^\n]*"output"/)
})

test('a store that cannot be used changes nothing of the run, and is told once', async () => {
  const cwd = project()
  await run(cwd, '-i', 'price=1')
  write(cwd, '.throughline/store.db', 'not a database, and long enough to be looked at as one '.repeat(50))
  const { code, stdout, stderr } = await command(cwd, 'run', 'shop', 'total', '-i', 'price=100')
  expect([code, stdout]).toEqual([0, 'total  720\n'])
  expect(stderr.match(/record\/not-a-record/g)).toHaveLength(1)
  expect((await command(cwd, 'runs')).code).toBe(1)
})

test('a run beside the store of a newer program succeeds, and is said not to be recorded', async () => {
  const cwd = project()
  write(cwd, '.throughline/format.json', '99\n')
  const { code, stdout, stderr } = await command(cwd, 'run', 'shop', 'total', '-i', 'price=100')
  expect([code, stdout]).toEqual([0, 'total  720\n'])
  expect(stderr.match(/^\w+\/[a-z-]+$/gm)).toEqual(['spool/not-recorded', 'spool/states-lost', 'store/newer-format'])
  expect(readFileSync(join(cwd, '.throughline/format.json'), 'utf8')).toBe('99\n')
})

test('a run that was killed is there, as abandoned', async () => {
  const slow = `import { writeFileSync } from 'node:fs'
export const begun = (): number => (writeFileSync('begun.txt', ''), 1)
export const endless = ({ begun }: { begun: number }): Promise<number> => new Promise((done) => setTimeout(done, 600_000, begun))
`
  const cwd = project({ 'src/shop.ts': slow })
  const started = spawnCommand(['run', 'shop', 'endless'], { cwd })
  await started.until('running 2 nodes')
  while (!existsSync(join(cwd, 'begun.txt'))) await new Promise((wait) => setTimeout(wait, 20))
  started.child.kill('SIGKILL')
  await started.finished
  for (let tries = 0; tries < 50; tries++) {
    const { runs } = await json<Listed>(cwd, 'runs')
    if (runs[0]?.status === 'abandoned') break
    await new Promise((wait) => setTimeout(wait, 100))
  }
  expect(await json<Listed>(cwd, 'runs')).toMatchObject({ runs: [{ status: 'abandoned' }] })
})
