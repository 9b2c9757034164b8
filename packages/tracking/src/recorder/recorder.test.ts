// What a run calls: nothing throws, what is recorded is said, and the heart beats as long as the run lives.

import { readSpool, type Clock, type SpoolEvent } from '@throughline/store'
import { describe, expect, it } from 'vitest'
import { ended, makeScratch, started, testClock } from '../ship/fixtures/scratch-record.ts'
import { Beats } from './beats.ts'
import type { Heart } from './heart.ts'
import { openRecorder, type RecorderOptions } from './recorder.ts'

const run = '019b76da-a800-7000-8000-000000000000'
const noExit = { onExit: () => () => {} }

function eventsIn(dir: string): SpoolEvent[] {
  return [...readSpool({ folder: dir })].flatMap(({ events }) => events.map(({ event }) => event))
}

/** A heart without a thread. */
function heartOf(dir: string, clock: Clock): Heart & { readonly live: Set<string> } {
  const beats = new Beats({ folder: dir, clock, exit: noExit })
  const live = new Set<string>()
  return {
    live,
    beginRun: (one) => {
      beats.begin(one.run)
      live.add(one.run)
      return () => {
        beats.end(one.run)
        live.delete(one.run)
      }
    },
  }
}

function open(options: Partial<RecorderOptions> = {}) {
  const dir = makeScratch()
  const clock = testClock()
  const heart = heartOf(dir, clock)
  return { dir, clock, heart, recorder: openRecorder({ dir, clock, heart, exit: noExit, ...options }) }
}

describe('a recorder', () => {
  it('records a run, and says at its end that all of it is recorded', () => {
    const { dir, recorder } = open()
    recorder.beginRun(run, started())
    recorder.record(run, { type: 'log', node: 'a', message: 'hi' })
    recorder.record(undefined, { type: 'annotation', author: 'ada', text: 'good' })
    expect(recorder.endRun(run, ended)).toBe(true)
    expect(eventsIn(dir).map((event) => [event.seq, event.type, event.run])).toEqual([
      [1, 'run.started', run],
      [2, 'log', run],
      [3, 'annotation', undefined],
      [4, 'run.ended', run],
    ])
    expect(recorder.close()).toBe(true)
  })

  it('writes states sooner than the rest', () => {
    const { dir, recorder, clock } = open()
    recorder.record(run, { type: 'step.started', node: 'a', attempt: 1, inputs: {} })
    clock.advance(5)
    expect(eventsIn(dir)).toHaveLength(1)
    recorder.record(run, { type: 'metric', node: 'a', name: 'loss', value: 1 })
    clock.advance(5)
    expect(eventsIn(dir)).toHaveLength(1)
    clock.advance(15)
    expect(eventsIn(dir)).toHaveLength(2)
  })

  it('keeps the heart of a run beating until it ends', () => {
    const { dir, recorder, clock, heart } = open()
    recorder.beginRun(run, started())
    clock.advance(35_000)
    expect(eventsIn(dir).filter(({ type }) => type === 'run.beat')).toHaveLength(3)
    recorder.endRun(run, ended)
    clock.advance(60_000)
    expect(eventsIn(dir).filter(({ type }) => type === 'run.beat')).toHaveLength(3)
    recorder.beginRun('another', started())
    recorder.close()
    expect(heart.live.size).toBe(0)
  })

  it('leaves out summaries and logs over the limit of the spool, never a state, and says so', () => {
    const { dir, recorder } = open({ limits: { spoolBytes: 3_000 } })
    const summary = { type: 'numeric', schemaVersion: 1, value: 'x'.repeat(500) }
    for (let n = 0; n < 20; n++) {
      const output = { type: 'number', version: 'data1:ab', summary }
      recorder.record(run, {
        type: 'step.ended',
        node: `n${n}`,
        status: 'succeeded',
        attempt: 1,
        durationMs: 1,
        output,
      })
      recorder.record(run, { type: 'log', node: 'a', message: 'hi' })
      recorder.flush()
    }
    recorder.close()
    const events = eventsIn(dir)
    const steps = events.filter(({ type }) => type === 'step.ended')
    expect(steps.map(({ node }) => node)).toEqual(Array.from({ length: 20 }, (_, n) => `n${n}`))
    const without = steps.filter(({ output }) => !Object.hasOwn(output as object, 'summary'))
    expect(without.length).toBeGreaterThan(10)
    expect(without[0]!['output']).toEqual({ type: 'number', version: 'data1:ab' })
    const dropped = (kind: string): number =>
      events
        .filter((one) => one.type === 'dropped' && one['kind'] === kind)
        .reduce((sum, one) => sum + Number(one['count']), 0)
    expect(dropped('summary')).toBe(without.length)
    expect(dropped('log')).toBe(20 - events.filter(({ type }) => type === 'log').length)
  })
})
