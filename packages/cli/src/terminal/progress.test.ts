import type { RunEvent } from '@throughline/project/process'
import pc from 'picocolors'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLiveProgress } from './live-progress.ts'
import { createPlainProgress } from './plain-progress.ts'
import type { Screen } from './terminal.ts'

let written = ''
const screen: Screen = {
  write: (text) => {
    written += text
  },
  isTerminal: true,
  columns: () => 60,
  colours: pc.createColors(false),
}
const started = (node: string): RunEvent => ({ type: 'started', node })
const ended = (node: string, durationMs = 1): RunEvent => ({ type: 'ended', node, status: 'succeeded', durationMs })
const begin = (total: number): RunEvent => ({ type: 'run-started', runId: 'r', total })

beforeEach(() => {
  written = ''
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What a terminal shows in the end: every erased block is gone. */
function shown(): string {
  const lines = ['']
  for (const part of written.split(/(\r\S\[\d+A\S\[0J|\n)/)) {
    const up = /^\r\S\[(\d+)A/.exec(part)
    if (up) lines.splice(lines.length - 1 - Number(up[1]), Infinity, '')
    else if (part === '\n') lines.push('')
    else lines[lines.length - 1] += part
  }
  return lines.join('\n')
}

describe('progress on a terminal', () => {
  const clock = (): number => Date.now()

  test('shows what runs, for how long, how far it is, and how much is done', () => {
    const progress = createLiveProgress(screen, 'forecast', clock)
    progress.onEvents([begin(4), started('train'), ended('train'), started('test'), started('plot')])
    progress.onEvents([{ type: 'progress', node: 'test', done: 3, total: 9 }])
    vi.advanceTimersByTime(1_500)
    expect(shown()).toBe(
      [
        'forecast ━━━━━━━━━━━━━━━━━━━━━━━━ 1/4  1.5 s',
        '  test                     1.5 s  3/9',
        '  plot                     1.5 s',
        '',
      ].join('\n'),
    )
    progress.end()
    expect(shown()).toBe('')
  })

  test('counts what is from earlier runs, where there is room', () => {
    const cached = (node: string): RunEvent => ({ type: 'ended', node, status: 'cached', durationMs: 0 })
    const progress = createLiveProgress({ ...screen, columns: () => 80 }, 'forecast', clock)
    progress.onEvents([begin(4), cached('a'), cached('b'), started('c'), ended('c')])
    vi.advanceTimersByTime(1_500)
    expect(shown()).toBe('forecast ━━━━━━━━━━━━━━━━━━━━━━━━ 3/4  1.5 s  2 from earlier runs\n')
    progress.end()
    written = ''
    const narrow = createLiveProgress(screen, 'forecast', clock)
    narrow.onEvents([begin(4), cached('a')])
    vi.advanceTimersByTime(1_500)
    expect(shown()).toBe('forecast ━━━━━━━━━━━━━━━━━━━━━━━━ 1/4  1.5 s\n')
    narrow.end()
  })

  test('draws at most ten times a second, however many events there are', () => {
    const progress = createLiveProgress(screen, 'many', clock)
    written = ''
    for (let index = 0; index < 4_000; index++) {
      progress.onEvents([started(`n${index}`), ended(`n${index}`)])
      if (index % 4 === 0) vi.advanceTimersByTime(1)
    }
    expect(written.split('many').length - 1).toBe(10)
    progress.end()
  })

  test('names six of many nodes that run at once', () => {
    const progress = createLiveProgress(screen, 'wide', clock)
    progress.onEvents([begin(20), ...Array.from({ length: 20 }, (_, index) => started(`n${index}`))])
    vi.advanceTimersByTime(100)
    expect(shown()).toContain('and 14 more')
    expect(shown().split('\n')).toHaveLength(9)
    progress.end()
  })

  test('text of user code goes above it, in whole lines, and nothing is lost', () => {
    const progress = createLiveProgress(screen, 'flow', clock)
    const write = (text: string): void => screen.write(text)
    progress.printPartial('one\ntw', write)
    progress.printPartial('o\nrest', write)
    expect(shown()).toMatch(/^one\ntwo\nflow /)
    progress.onEvents([{ type: 'log', node: 'a', message: 'said', fields: '{"n":1}' }])
    progress.end()
    expect(shown()).toBe('one\ntwo\na: said {"n":1}\nrest\n')
  })
})

describe('progress where lines stay', () => {
  const clock = (): number => Date.now()

  test('four thousand quick nodes take one line', () => {
    const progress = createPlainProgress(screen, 'many', clock)
    progress.onEvents([begin(4_000)])
    for (let index = 0; index < 4_000; index++) progress.onEvents([started(`n${index}`), ended(`n${index}`)])
    progress.end()
    expect(written).toBe('many: running 4000 nodes\n')
  })

  test('tells of long nodes, and that it still runs, less and less often', () => {
    const progress = createPlainProgress(screen, 'slow', clock)
    progress.onEvents([begin(2), started('train')])
    vi.advanceTimersByTime(60_000)
    progress.onEvents([ended('train', 60_000)])
    progress.end()
    expect(written.split('\n')).toEqual([
      'slow: running 2 nodes',
      'slow: 0/2 done after 2.0 s, running train (2.0 s)',
      'slow: 0/2 done after 5.0 s, running train (5.0 s)',
      'slow: 0/2 done after 10.0 s, running train (10.0 s)',
      'slow: 0/2 done after 20.0 s, running train (20.0 s)',
      'slow: 0/2 done after 50.0 s, running train (50.0 s)',
      'slow: train succeeded after 1 min 0 s',
      '',
    ])
  })

  test('is silent while the process ends after the last node', () => {
    const progress = createPlainProgress(screen, 'quick', clock)
    progress.onEvents([begin(1), started('a'), ended('a')])
    vi.advanceTimersByTime(60_000)
    progress.end()
    expect(written).toBe('quick: running 1 node\n')
  })

  test('names the item of a fan-out that says something, and the steps that it is a part of', () => {
    const progress = createPlainProgress(screen, 'flow', clock)
    progress.onEvents([
      { type: 'log', node: 'pages', item: ['rome', 'lamp'], message: 'read' },
      { type: 'log', node: 'price', within: [{ node: 'cities', item: ['rome'] }, { node: 'goods' }], message: 'asked' },
      { type: 'retry', node: 'pages', item: ['oslo'], attempt: 1, message: '503', delayMs: 0 },
    ])
    progress.end()
    expect(written.split('\n')).toEqual([
      'pages (item rome > lamp): read',
      'price in goods in cities (item rome): asked',
      'pages (item oslo): attempt 1 failed (503); again in 0 ms',
      '',
    ])
  })

  test('what was said in an earlier run says which, and what is from earlier runs is counted', () => {
    const progress = createPlainProgress(screen, 'flow', clock)
    const from = { runId: 'r1', atMs: new Date(2026, 10, 20, 14, 3).getTime() }
    progress.onEvents([
      begin(3),
      { type: 'log', node: 'rates', message: 'asked', fields: '{"n":1}', from },
      { type: 'ended', node: 'rates', status: 'cached', durationMs: 0 },
      started('train'),
    ])
    vi.advanceTimersByTime(2_000)
    progress.end()
    expect(written.split('\n')).toEqual([
      'flow: running 3 nodes',
      'rates: asked {"n":1} (from run r1 of 2026-11-20 14:03)',
      'flow: 1/3 done (1 from earlier runs) after 2.0 s, running train (2.0 s)',
      '',
    ])
  })

  test('says why a node is tried again, and closes a line that user code left open', () => {
    const progress = createPlainProgress(screen, 'flow', clock)
    progress.onEvents([{ type: 'retry', node: 'rates', attempt: 1, message: '503', delayMs: 200 }])
    progress.printPartial('left open', (text) => screen.write(text))
    progress.end()
    expect(written).toBe('rates: attempt 1 failed (503); again in 200 ms\nleft open\n')
  })
})
