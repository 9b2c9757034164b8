// A comparison in its forms, where names and code are as bad as they can be.

import type { ChangedNode, CodeChange, FlowDiff, LineDiff, ProjectDiff } from '@throughline/analyze'
import pc from 'picocolors'
import { describe, expect, test } from 'vitest'
import { drawDiff } from './diff-diagram.ts'
import { diffMarkdown } from './diff-markdown.ts'
import { renderDiff } from './diff-text.ts'

const plain = { colours: pc.createColors(false) }

function node(name: string, rest: Partial<ChangedNode> = {}): ChangedNode {
  return { name, exportPath: name, at: { file: 'a.ts', line: 1 }, because: [], readsNow: [], readNoMore: [], ...rest }
}

function flow(rest: Partial<FlowDiff>): FlowDiff {
  const nothing = { added: [], removed: [], renamed: [], changed: [], affected: [], uncertain: [] }
  return { name: 'shop', presence: 'both', isComplete: true, nodes: { before: [], after: [] }, ...nothing, ...rest }
}

function diff(
  flows: readonly FlowDiff[],
  changes: readonly CodeChange[] = [],
  rest: Partial<ProjectDiff> = {},
): ProjectDiff {
  return { before: { name: 'HEAD' }, after: { name: 'working tree' }, files: [], caveats: [], flows, changes, ...rest }
}

const lines = (...texts: readonly string[]): LineDiff => ({
  hunks: [{ before: 1, after: 1, lines: texts.map((text) => ({ kind: 'added', text })) }],
  removed: 0,
  added: texts.length,
})

const declaration = (name: string, ...texts: readonly string[]): CodeChange => ({
  kind: 'declaration',
  name,
  after: { file: 'a.ts', line: 1 },
  lines: lines(...texts),
})

describe('as text', () => {
  test('says what differs and why, and each piece of code once', () => {
    const because = [{ change: 0, own: false }]
    const changed = [node('lag1', { because, exportPath: 'lags' }), node('lag2', { because, exportPath: 'lags' })]
    const all = flow({
      changed,
      removed: [node('old')],
      added: [node('new', { because: [{ change: 1, own: true }] })],
      renamed: [node('b', { from: 'a', readsNow: ['x'], readNoMore: ['y'] })],
      affected: [
        { name: 'sum', exportPath: 'sum', at: { file: 'a.ts', line: 1 }, path: ['sum', 'total', 'lag1'], distance: 2 },
      ],
      nodes: {
        before: [],
        after: ['lag1', 'lag2', 'new', 'b', 'sum'].map((name) => ({ name, kind: 'function', reads: [] })),
      },
    })
    const changes = [declaration('lag', 'x'), { kind: 'package', name: 'stats', before: ['1.0.0'], after: [] } as const]
    expect(renderDiff(diff([all], changes), plain)).toBe(`HEAD -> working tree

shop  1 added, 1 removed, 1 renamed, 2 changed, 1 affected of 5 nodes
  - old  a.ts:1
  + new  a.ts:1
  > a -> b  a.ts:1
      reads x now
      no longer reads y
  ~ lag1, lag2  2 of lags  a.ts:1
      lag  a.ts:1
  . sum  reads total <- lag1

lag  a.ts:1  in 2 nodes
  @@ -1,0 +1 @@
  +x

package stats 1.0.0 -> none  in 1 node`)
  })

  test('tells files that differ without a node, and what could not be looked at', () => {
    const files = [
      { file: 'a.ts', kind: 'look' },
      { file: 'b.ts', kind: 'moved', from: 'c.ts' },
      { file: 'd.ts', kind: 'code' },
      { file: 'e.ts', kind: 'code' },
    ] as const
    const unknown = flow({ uncertain: [{ name: 'rates', reasons: ['eval'] }], isComplete: false })
    expect(renderDiff(diff([unknown], [], { files, caveats: ['there is no lock file'] }), plain))
      .toBe(`HEAD -> working tree: no node differs
note: 1 file differs only in comments, formatting or types
note: 1 file differs only in name or place
note: 2 files differ in code that makes no node another
note: 1 node seems the same, but cannot be followed everywhere: rates
note: source does not show all nodes of shop
note: there is no lock file`)
  })

  test('shows what a terminal would obey', () => {
    const text = renderDiff(diff([flow({ changed: [node('a')] })], [declaration('a', 'x\u001b[31m\u202ey')]), plain)
    expect(text).toContain('  +x\\u001b[31m\\u202ey')
  })

  test('has an end', () => {
    const affected = Array.from({ length: 30 }, (_, at) => ({
      name: `n${at}`,
      exportPath: '',
      at: { file: '', line: 1 },
      path: [`n${at}`, 'a'],
      distance: 1,
    }))
    const long = declaration('a', ...Array.from({ length: 500 }, String))
    const text = renderDiff(diff([flow({ changed: [node('a')], affected })], [long]), plain)
    expect(text).toContain('and 10 more affected; --json lists them')
    const changed = Array.from({ length: 130 }, (_, at) => node(`c${at}`))
    const path = ['far', ...Array.from({ length: 19 }, (_, at) => `p${at}`)]
    const far = { name: 'far', exportPath: 'far', at: { file: '', line: 1 }, path, distance: 40 }
    const wide = renderDiff(diff([flow({ changed, affected: [far] })]), plain)
    expect(wide).toContain('  ~ and 30 more; --json lists them')
    expect(wide).toContain('  . far  reads p0 <- p1 <- p2 <- 36 more <- p18')
    expect(text).toContain('and 101 more lines')
  })
})

describe('as Markdown', () => {
  test('keeps code and names what they are', () => {
    const bad = '</td><script>`|`'
    const because = [{ change: 0, own: true }]
    const text = diffMarkdown(
      diff([flow({ name: bad, changed: [node(bad, { because })] })], [declaration(bad, '```', '</details>')]),
    )
    const outside = text.replace(/^(`{3,})[^]*?^\1$/gm, '').replace(/(`+)[^]*?[^`]\1(?!`)/g, '')
    expect(outside).not.toMatch(/<(?!\/?(?:details|summary|br)>)/)
    expect(text).toContain('````diff\n@@ -1,0 +1,2 @@\n+```\n+</details>\n````')
    const cells = text.split('\n').filter((line) => line.startsWith('| `'))
    for (const line of cells) expect(line.replaceAll('\\|', '').split('|').length).toBeGreaterThan(4)
  })

  test('stays within a comment, and counts what is left out', () => {
    const changes = Array.from({ length: 60 }, (_, at) =>
      declaration(`f${at}`, ...Array.from({ length: 150 }, () => 'x'.repeat(40))),
    )
    const changed = changes.map((_, change) => node(`n${change}`, { because: [{ change, own: true }] }))
    const text = diffMarkdown(diff([flow({ changed })], changes))
    expect(text.length).toBeLessThan(60_000)
    expect(text).toContain('| and 20 more | | |')
    expect(text).toContain('# and 31 more lines')
    expect(text).toMatch(/\nand \d+ more: `throughline diff` shows all of it\.$/)
  })

  test('says it in a line when no node differs', () => {
    expect(diffMarkdown(diff([flow({})]))).toBe('### Nodes: `HEAD` → `working tree`\n\nNo node differs.')
  })
})

describe('the drawings', () => {
  const reads = (...names: readonly string[]) => names.map((name) => ({ name, optional: false }))

  test('show what differs, what is affected and what the former read', () => {
    const before = [
      { name: 'gone', kind: 'function', reads: [] },
      { name: 'net', kind: 'function', reads: reads('gone', 'rows') },
      { name: 'sum "a"', kind: 'function', reads: reads('net', 'far') },
      { name: 'far', kind: 'function', reads: [] },
    ]
    const after = before.filter(({ name }) => name !== 'gone')
    const affected = [
      { name: 'sum "a"', exportPath: '', at: { file: '', line: 1 }, path: ['sum "a"', 'net'], distance: 1 },
    ]
    const drawn = drawDiff(
      flow({ removed: [node('gone')], changed: [node('net')], affected, nodes: { before, after } }),
    )
    expect(drawn.before!.split('\n').filter((line) => !line.includes('classDef'))).toEqual([
      'flowchart LR',
      '  n0["gone"]:::removed',
      '  n1["net"]:::changed',
      '  n2["sum #34;a#34;"]:::affected',
      '  n3(["rows"])',
      '  n0 --> n1',
      '  n3 --> n1',
      '  n1 --> n2',
      '',
    ])
    expect(drawn.after).toContain('n2(["gone"])')
    expect(drawn.left).toBe(0)
  })

  test('have room for so many', () => {
    const many = Array.from({ length: 100 }, (_, at) => node(`n${at}`))
    const nodes = many.map(({ name }) => ({ name, kind: 'function', reads: [] }))
    const drawn = drawDiff(flow({ added: many, nodes: { before: [], after: nodes } }))
    expect(drawn).toMatchObject({ left: 40 })
    expect(drawn.before).toBeUndefined()
    expect(drawn.after!.match(/:::added/g)).toHaveLength(60)
  })
})
