import type { NodeExplanation, WhyComputed } from '@throughline/cache'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { renderWhy, wordsFor } from './cache-why.ts'

const plain = pc.createColors(false)
const atMs = new Date(2026, 10, 20, 14, 3).getTime()
const since = { runId: 'r1', atMs }

test.each<[WhyComputed, RegExp, RegExp?]>([
  [{ because: 'never-kept' }, /^nothing was kept of it$/],
  [{ because: 'expired', from: since }, /^what was kept in run r1 of 2026-11-20 14:03 is older than its time to live$/],
  [{ because: 'recompute' }, /^in every run, as .*'recompute'/],
  [{ because: 'policy', mode: 'ignore' }, /^in every run, as cached\(fn, \{ mode: 'ignore' \}\) says$/],
  [{ because: 'not-chosen' }, /^the project keeps other nodes/],
  [{ because: 'no-version', of: ['a', 'b', 'c'] }, /^what "a", "b" and "c" gives? cannot be compared/, /plain data/],
  [{ because: 'unknown-code', reason: 'nobody knows' }, /not known: nobody knows$/, /version: '1'/],
  [{ because: 'impure', places: ['Date.now at x.ts:1'] }, /outside world: Date\.now at x\.ts:1$/, /an input/],
  [{ because: 'caveat', places: ['eval at x.ts:1'] }, /cannot be followed: eval at x\.ts:1$/, /version: '1'/],
  [
    { because: 'unversioned-resource', resource: 'db' },
    /^it reads "db", a resource without a version$/,
    /resource\(open/,
  ],
  [{ because: 'reaches-out', what: 'sink' }, /^it writes to a sink/],
  [{ because: 'reaches-out', what: 'source' }, /^it reads a source/, /ttl/],
  [{ because: 'constant', name: 'k', what: 'a function' }, /^"k" is bound to something .* a function$/],
])('%o is said in words, with a cure where there is one', (why, reason, cure = /^$/) => {
  const words = wordsFor(why)
  expect(words.reasons).toHaveLength(1)
  expect(words.reasons[0]).toMatch(reason)
  expect(words.cure ?? '').toMatch(cure)
})

test('every part of the key that changed is a reason of its own', () => {
  const differences = [
    { part: 'code' },
    { part: 'config', before: '{"variant":"up"}', now: '{"variant":"down","checks":[]}' },
    { part: 'config', before: '', now: '{"variant":2}' },
    { part: 'runtime', before: 'node22;icu77', now: 'node24;icu78' },
    { part: 'input', name: 'a', change: 'added' },
    { part: 'input', name: 'b', change: 'changed' },
    { part: 'input', name: 'c', change: 'removed' },
  ] as const
  expect(wordsFor({ because: 'changed', differences, since })).toEqual({
    reasons: [
      'its code changed',
      'its variant was "up" and is "down"',
      'its checks changed',
      'its variant was none and is 2',
      'the runtime changed, from node22;icu77 to node24;icu78,',
      'it reads "a", which it did not',
      'the value of "b" changed',
      'it does not read "c" any more, which it did',
    ].map((reason) => `${reason} since run r1 of 2026-11-20 14:03`),
    cure: 'see what changed with  throughline diff',
  })
})

test('nodes of which the same is said are named together', () => {
  const computed = (node: string): NodeExplanation => ({ node, status: 'computed', why: { because: 'never-kept' } })
  const nodes: NodeExplanation[] = [
    ...Array.from({ length: 10 }, (_, index) => computed(`n${index}`)),
    { node: 'db', status: 'opened-when-needed' },
    { node: 'rows', status: 'asked' },
    { node: 'sum', status: 'depends', on: ['n0'] },
    { node: 'old', status: 'cached', from: since, sizeBytes: 3, durationMs: 2 },
    { node: 'all', status: 'depends', on: ['sum', 'n1'] },
  ]
  expect(renderWhy('all', { flow: 'main', isMemoized: true, nodes }, plain)).toBe(`all  in the flow main
  depends on "sum" and "n1", computed first:
  when that gives what it gave before, it is taken from an earlier run
upstream
  n0, n1, n2, n3, n4, n5, n6, n7 and 2 more
    computed: nothing was kept of it
  db
    a resource: opened when a node that is computed needs it
  rows
    a source: asked what it would read;
    when that is what it was before, its value is taken from an earlier run
  sum
    depends on nodes that are computed first: taken from earlier runs where those give what
    they gave before
1 of 15 nodes would be taken from earlier runs`)
})
