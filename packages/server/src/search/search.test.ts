// What a search means, what is wrong with one, and what could stand in it.

import { isThroughlineError } from 'throughline'
import { openRecord } from '@throughline/tracking/record'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runId, Writer } from '../../../tracking/src/record/fixtures/history.ts'
import { scratchFolder } from '../fixtures/scratch-server.ts'
import { completeSearch } from './complete-search.ts'
import { toRunFilter } from './to-run-filter.ts'

const nowMs = Date.UTC(2026, 10, 21)

describe('a search', () => {
  it.each([
    ['', {}],
    ['   ', {}],
    ['status:failed flow:births', { status: ['failed'], flow: ['births'] }],
    ['status:failed status:aborted', { status: ['failed', 'aborted'] }],
    ['-status:failed', { status: ['running', 'succeeded', 'aborted', 'abandoned'] }],
    ['tag:team=a tag:"odd key=b c"', { tags: { team: 'a', 'odd key': 'b c' } }],
    ['tag:formula=a=b', { tags: { formula: 'a=b' } }],
    ['-tag:team=a -flow:weekly -actor:ada', { except: { tags: [['team', 'a']], flow: ['weekly'], actor: ['ada'] } }],
    ['>5s <1.5m', { minDurationMs: 5_000, maxDurationMs: 90_000 }],
    ['since:2d', { since: nowMs - 2 * 86_400_000 }],
    ['until:2026-11-20T00:00Z', { until: Date.UTC(2026, 10, 20) }],
    ['births  weekly', { text: 'births weekly' }],
    ['"a:b" c', { text: 'a:b c' }],
    ['-births -"two words"', { except: { text: ['births', 'two words'] } }],
    ['a - b', { text: 'a - b' }],
    [
      'kind:application trigger:schedule project:shop',
      { kind: ['application'], trigger: ['schedule'], project: ['shop'] },
    ],
    ['version:c0ffee parent:018b', { version: 'c0ffee', parent: '018b' }],
  ])('%s', (query, filter) => {
    expect(toRunFilter(query, nowMs)).toEqual(filter)
  })

  it('says all that is wrong in it, with the place of each', () => {
    expect(faultsOf('ok status:broken foo:x >fast since:soon tag:team -since:1d flow: "open')).toEqual([
      'a quote is not closed at 65',
      '"broken" is no status of a run at 10',
      'there is no field "foo" at 17',
      '"fast" is no duration at 24',
      '"soon" is no moment at 35',
      'a tag is written  key=value at 44',
      '"-" cannot stand before since at 49',
      'flow: has no value at 64',
    ])
  })

  it('is never more than a search, whatever is written', () => {
    for (const query of [
      '"',
      '-',
      '--',
      ':',
      '::',
      '>',
      '-"',
      'a"b"c',
      'tag:=',
      '\u0000',
      "'; DROP TABLE run --",
      '💥:💥',
    ])
      expect(() => faultsOf(query)).not.toThrow()
  })
})

function faultsOf(query: string): readonly string[] {
  try {
    toRunFilter(query, nowMs)
    return []
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    return error.issues.map(({ facts }) => {
      const { reason, at } = facts as { reason: string; at: number }
      return `${reason} at ${at}`
    })
  }
}

describe('what could stand in a search', () => {
  it('are fields, their values, and names that the record knows', async () => {
    const record = await openRecord({ url: 'sqlite:store.db', dir: scratchFolder() })
    onTestFinished(() => record.close())
    const writer = new Writer('w')
    writer.start(runId(1), { subject: 'births daily', actor: 'ada', tags: { team: 'north', tier: 'gold star' } })
    writer.start(runId(2), { subject: 'weekly', actor: 'bob' })
    await record.apply(writer.events)
    const complete = async (marked: string): Promise<string[]> => {
      const at = marked.indexOf('|')
      const query = marked.replace('|', '')
      const { from, to, options } = await completeSearch(record, query, at)
      return options.map(({ text }) => query.slice(0, from) + text + query.slice(to))
    }
    expect(await complete('st|')).toEqual(['status:'])
    expect(await complete('status:a|')).toEqual(['status:aborted', 'status:abandoned'])
    expect(await complete('-sta| flow:x')).toEqual(['-status: flow:x'])
    expect(await complete('flow:|')).toEqual(['flow:"births daily"', 'flow:weekly'])
    expect(await complete('flow:"births|"')).toEqual(['flow:"births daily"'])
    expect(await complete('actor:B|')).toEqual(['actor:bob'])
    expect(await complete('tag:t|')).toEqual(['tag:team=', 'tag:tier='])
    expect(await complete('tag:tier=| x')).toEqual(['tag:"tier=gold star" x'])
    expect(await complete('foo:|')).toEqual([])
    expect((await complete('x |')).length).toBeGreaterThan(8)
  })
})
