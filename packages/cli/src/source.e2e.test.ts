// What commands show of the source: documentation, tags, types, and the very place of a mistake.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const cwd = fileURLToPath(new URL('../fixtures/documented', import.meta.url))

async function output(...args: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await spawnCommand(args, { cwd }).finished
  expect([stderr, code]).toEqual(['', 0])
  return stdout
}

describe('throughline ls', () => {
  test('shows what doc comments say about nodes', async () => {
    expect(await output('ls', 'marketing')).toBe(`marketing  7 nodes
  node     kind           reads         about                        owner   unit  deprecated  tags       where
  lag1     parameterized  spend         Spend of earlier weeks.                                           src/marketing.ts:26
  lag4     parameterized  spend         Four weeks before.                         use lag1               src/marketing.ts:28
  parts    function       lag1, share?                                                                    src/marketing.ts:31
  signups  function       weeks         People who signed up.        data                                 src/marketing.ts:20
  spend    function       weeks         Money spent, week by week.   growth  EUR               tier=gold  src/marketing.ts:17
  test     extracted      parts                                                                           src/marketing.ts:37
  train    extracted      parts         What the model learns from.                                       src/marketing.ts:37
inputs
  input            read by
  share  optional  parts
  weeks  required  signups, spend
`)
  })

  test('shows types with --types, those that nobody wrote included', async () => {
    const [marketing, regions] = await Promise.all([
      output('ls', 'marketing', '--types'),
      output('ls', 'regions', '--types'),
    ])
    expect(marketing).toMatch(/signups +function +weeks: readonly Week\[\] +number\[\] +People who signed up\./)
    expect(marketing).toMatch(
      /parts +function +lag1: number\[\], share\?: number +\{ train: number\[\]; test: number\[\]; \}/,
    )
    expect(regions).toMatch(
      /eu\.rate +function +euCurrency: string +number +Of one currency, in EUR\. +EUR +src\/region\.ts:2/,
    )
  })

  test('gives all of it as JSON, types as they are written', async () => {
    const { nodes } = JSON.parse(await output('ls', 'marketing', '--json')) as { nodes: { name: string }[] }
    const find = (name: string) => nodes.find((one) => one.name === name)
    const module = join(cwd, 'src/marketing.ts')
    expect(find('spend')).toEqual({
      name: 'spend',
      kind: 'function',
      exportPath: 'spend',
      dependencies: [
        {
          name: 'weeks',
          optional: false,
          type: 'readonly Week[]',
          documentation: 'as the ledger has them',
          place: expect.objectContaining({ file: module, line: 17, column: 25 }) as object,
        },
      ],
      tags: { tier: 'gold', owner: 'growth', unit: 'EUR' },
      checks: [],
      documentation: expect.objectContaining({
        summary: 'Money spent, week by week.',
        text: 'Money spent, week by week. Refunds are left out.',
      }) as object,
      type: 'number[]',
      origin: { module, exportPath: 'spend', line: 17, column: 14 },
    })
    expect(find('lag4')).toMatchObject({ origin: { module, exportPath: 'lags', line: 28, column: 3 } })
    expect(find('train')).toMatchObject({ type: 'number[]', documentation: { text: 'What the model learns from.' } })
    expect(find('signups')).not.toHaveProperty('type')
  })
})

describe('throughline lineage', () => {
  test('shows what is known of the node, and the first sentence of the others', async () => {
    const [text, json] = await Promise.all([output('lineage', 'lag4'), output('lineage', 'spend', '--json')])
    expect(text).toBe(`lag4  in the flow marketing
  Four weeks before.
  deprecated: use lag1
comes from
  lag4  src/marketing.ts:28
  └─ spend  src/marketing.ts:17  Money spent, week by week.
     └─ weeks  input
feeds
  nothing: it is a final result
`)
    expect(JSON.parse(json)).toMatchObject({
      name: 'spend',
      type: 'number[]',
      tags: { owner: 'growth' },
      documentation: { unit: 'EUR' },
      origin: { line: 17, column: 14 },
    })
  })
})

describe('throughline graph', () => {
  test('says what nodes are, in tooltips and below names', async () => {
    const [dot, mermaid, svg] = await Promise.all([
      output('graph', 'marketing', '--docs', '--types', '--dot'),
      output('graph', 'marketing', 'train', '--docs'),
      output('graph', 'marketing', '--docs', '--types', '--svg', '-'),
    ])
    expect(dot).toContain('[label="spend\\nnumber[]", shape=box, style=rounded, tooltip="Money spent, week by week."]')
    expect(mermaid).toContain('["train<br/>What the model learns from."]')
    expect(mermaid).not.toContain('signups')
    expect(svg).toContain('<title>Money spent, week by week.</title>')
    expect(svg).toContain('>number[]</text>')
  })
})

describe('a mistake', () => {
  const frames = (stderr: string): string[] => stderr.split('\n').filter((line) => /^ {2}\S*\.ts:\d|^ +\^+$/.test(line))

  test('about a node that is one of many is shown at its own case', async () => {
    const { stderr, code } = await spawnCommand(['run', 'wrong'], { cwd }).finished
    expect(frames(stderr)).toEqual([
      '  src/wrong.ts:5  lag1: { weeks: 1 },',
      '                  ^^^^',
      "  src/wrong.ts:6  lag2: { weeks: 2, series: from('signups') },",
      '                                                  ^^^^^^^',
    ])
    expect(code).toBe(2)
  })

  test('that keeps a flow from being made is shown there too', async () => {
    const folder = join(makeScratch(), 'documented')
    cpSync(cwd, folder, { recursive: true })
    const config = join(folder, 'throughline.config.ts')
    writeFileSync(config, readFileSync(config, 'utf8').replace('dataflow(wrong)', 'dataflow(wrong, marketing)'))
    const { stderr, code } = await spawnCommand(['ls'], { cwd: folder }).finished
    expect(stderr).toContain('graph/duplicate-node')
    expect(stderr).toContain('  src/wrong.ts:5  export "lags" of module 1')
    expect(stderr).toContain('  src/marketing.ts:26  export "lags" of module 2')
    expect(code).toBe(1)
  })
})
