// The forecast of births, run again and again as a user does: what need not run does not run.

import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '@throughline/store'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const example = fileURLToPath(new URL('../../../examples/births-forecast', import.meta.url))
const folder = makeScratch()

const git = (...args: readonly string[]): void => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...author, ...args], { cwd: folder })
}

interface Run {
  readonly runId: string
  readonly status: string
  readonly durationMs: number
  readonly counts: { readonly computed: number; readonly cached: number }
  readonly outputs: Readonly<Record<string, unknown>>
  readonly issues: readonly unknown[]
}

async function command<Answer>(...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await spawnCommand(args, { cwd: folder }).finished
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Answer
}

const run = (...more: readonly string[]): Promise<Run> => command('run', 'forecast', '--json', ...more)

function edit(file: string, find: string, replace: string): void {
  const path = join(folder, 'src', file)
  const text = readFileSync(path, 'utf8')
  expect(text.split(find)).toHaveLength(2)
  writeFileSync(path, text.replace(find, replace))
}

/** The nodes that differ from the commit: those whose own code changed, and those downstream. */
async function differing(): Promise<{ changed: string[]; affected: string[] }> {
  type Named = readonly { readonly name: string }[]
  const { flows } = await command<{ flows: { changed: Named; affected: Named }[] }>('diff', '--json')
  const named = (which: 'changed' | 'affected'): string[] =>
    flows.flatMap((flow) => flow[which].map(({ name }) => name)).sort()
  return { changed: named('changed'), affected: named('affected') }
}

/** By node, what a run has computed and kept: the data version. */
async function keptBy(runId: string): Promise<ReadonlyMap<string, string>> {
  const store = await openStore({ dir: join(folder, '.throughline'), access: 'read-only' })
  const made = store.entries.list({ flow: 'forecast' }).filter((entry) => entry.madeByRun === runId)
  await store.close()
  return new Map(made.map(({ node, dataVersion }) => [node, dataVersion]))
}

let first: Run
let versions: ReadonlyMap<string, string>
let dependencies: ReadonlyMap<string, readonly string[]>

beforeAll(async () => {
  for (const name of ['src', 'throughline.config.ts', 'package.json']) {
    cpSync(join(example, name), join(folder, name), { recursive: true })
  }
  writeFileSync(join(folder, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }')
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'first')
  first = await run()
  versions = await keptBy(first.runId)
  const { nodes } = await command<{ nodes: { name: string; dependencies: { name: string }[] }[] }>(
    'ls',
    'forecast',
    '--json',
  )
  dependencies = new Map(nodes.map(({ name, dependencies: reads }) => [name, reads.map((one) => one.name)]))
})

describe('the forecast of births', () => {
  test('computes nothing the second time', async () => {
    const second = await run()
    expect(first.counts).toMatchObject({ computed: 161, cached: 0 })
    expect(second.counts).toMatchObject({ computed: 0, cached: 161 })
    expect(second.outputs).toEqual(first.outputs)
    expect([first.issues, second.issues]).toEqual([[], []])
    console.log(`own time of the second run: ${(second.durationMs / first.durationMs).toFixed(3)} of the first`)
  })

  test('computes nothing after a comment was edited', async () => {
    edit('series.ts', '/** A statistic of the last', '/** What is known of the last')
    try {
      expect((await run()).counts).toMatchObject({ computed: 0, cached: 161 })
    } finally {
      git('checkout', '--quiet', '.')
    }
  })

  test('computes the nodes that `throughline diff` names after a helper of lags was edited', async () => {
    edit(
      'series.ts',
      'series[day - days] ?? NaN)\n}\n\n/** A statistic',
      'series[day - days - 7] ?? NaN)\n}\n\n/** A statistic',
    )
    const { changed, affected, computed, ruled, counts } = await runEdited()
    expect(changed).toContain('lag28')
    expect(affected).toContain('skill')
    expect(computed).toEqual(ruled)
    expect(computed).toEqual([...changed, ...affected].sort())
    expect(counts).toMatchObject({ computed: computed.length, cached: 161 - computed.length })
  })

  test('stops where the edited helper gives what it gave before', async () => {
    edit('series.ts', 'assertKnown(days, horizonDays)\n', 'assertKnown(days + 0, horizonDays)\n')
    const { changed, affected, computed, ruled, counts } = await runEdited()
    expect(affected).toContain('skill')
    expect(computed).toEqual(ruled)
    expect(computed).toEqual(changed)
    expect(counts).toMatchObject({ computed: computed.length, cached: 161 - computed.length })
  })

  test('says of a result why it is another one: the edited helper, the nodes that have it, the size of the effect', async () => {
    edit(
      'series.ts',
      'series[day - days] ?? NaN)\n}\n\n/** A statistic',
      'series[day - days - 7] ?? NaN)\n}\n\n/** A statistic',
    )
    try {
      const { runId } = await run()
      type Change = { change: { name: string; after: { file: string } }; nodes: string[]; lines: { added: number } }
      type Field = { name: string; change: { figures: Record<string, { before: number; now: number }> } }
      const told = await command<{
        sentences: string[]
        causes: { kind: string; path: string[] }[]
        changes: Change[]
        output: { is: string; summaries: { fields: Field[] } }
      }>('why', 'skill', '--run', runId, '--against', first.runId, '--json')
      expect(told.sentences[1]).toMatch(/^the helper lag at src\/series\.ts:\d+ changed, in the code of 8 nodes: /)
      expect(told.causes.map(({ kind, path }) => `${kind} ${path.at(-1)}`).sort()).toEqual(
        ['lag28', 'lag35', 'lag357', 'lag364', 'lag371', 'lag42', 'lag49', 'seasonalNaive'].map((one) => `code ${one}`),
      )
      expect(told.changes).toMatchObject([
        { change: { name: 'lag', after: { file: 'src/series.ts' } }, lines: { added: 1, removed: 1 } },
      ])
      const { before, now } = told.output.summaries.fields.find(({ name }) => name === 'rmseSkill')!.change.figures[
        'mean'
      ]!
      expect([told.output.is, now / before > 1.01]).toEqual(['different', true])
    } finally {
      git('checkout', '--quiet', '.')
    }
  })

  test('is computed again, and not kept, with --no-cache', async () => {
    const before = await keptBy(first.runId)
    const again = await run('horizonDays', 'csv', '--no-cache')
    expect(again.counts).toMatchObject({ computed: 2, cached: 0 })
    expect((await keptBy(again.runId)).size).toBe(0)
    expect((await keptBy(first.runId)).size).toBe(before.size)
  })
})

/**
 * The rule: of the nodes of the plan, a run computes those whose code changed, and those that read a value which is another
 * one than before. All of them are named by `throughline diff`; downstream of a value that is the same, nothing runs.
 *
 * @returns what `throughline diff` names, as far as the plan has it, what was computed, and what the rule says; sorted
 */
async function runEdited() {
  try {
    const { changed, affected } = await differing()
    const { runId, counts } = await run()
    const kept = await keptBy(runId)
    const isOther = (node: string): boolean => kept.has(node) && kept.get(node) !== versions.get(node)
    const ruled = [...versions.keys()].filter(
      (node) => changed.includes(node) || dependencies.get(node)!.some((read) => isOther(read)),
    )
    const planned = (names: readonly string[]): string[] => names.filter((node) => versions.has(node))
    const named = { changed: planned(changed), affected: planned(affected) }
    return { ...named, computed: [...kept.keys()].sort(), ruled: ruled.sort(), counts }
  } finally {
    git('checkout', '--quiet', '.')
  }
}
