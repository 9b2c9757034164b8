import { beforeEach, describe, expect, it } from 'vitest'
import { inRange, isFinite, lengthBetween, noNaN, notEmpty } from '../checks/index.ts'
import {
  byConfig,
  checked,
  extract,
  hasIssue,
  retry,
  timeout,
  type Check,
  type Hooks,
  type NodeContext,
  type NodeError,
  type StepCheck,
  type UntypedFlow,
} from '../index.ts'
import { saved } from '../io/index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

describe('checked', () => {
  const told: string[] = []
  const hooks: Hooks = {
    onStepCheck: ({ node, check, passed, severity, message }: StepCheck) =>
      void told.push([node, check, passed, severity, ...(message === undefined ? [] : [message])].join(' ')),
  }
  beforeEach(() => void (told.length = 0))

  it('lets a good value through, untouched, and tells each answer', async () => {
    const value = [0.5, 1]
    const flow = flowOf({ a: checked(() => value, [inRange(0, 1), noNaN(), notEmpty()]) }, hooks)
    expect((await flow.execute(['a']))['a']).toBe(value)
    expect(told).toEqual(['a inRange(0, 1) true error', 'a noNaN true error', 'a notEmpty true error'])
    expect(flow.nodes[0]?.checks).toEqual(['inRange(0, 1)', 'noNaN', 'notEmpty'])
  })

  it('fails the node with all that did not pass, so that no reader sees the value', async () => {
    let readers = 0
    const flow = flowOf(
      {
        a: checked(() => [2, Number.NaN], [inRange(0, 1), lengthBetween(0, 2), noNaN()]),
        b: ({ a }: { a: number[] }) => a[readers++],
      },
      hooks,
    )
    const failure = await failureOf(flow.execute(['b']))
    expect(failure.issues.map((issue) => issue.code)).toEqual(['run/node-failed', 'check/failed'])
    expect(failure.issues[1]?.facts).toEqual({
      node: 'a',
      failed: [
        { check: 'inRange(0, 1)', found: 'found 2 at index 0 and 1 more, of 2 values' },
        { check: 'noNaN', found: 'found NaN at index 1, of 2 values' },
      ],
    })
    expect([readers, told.length, failure.path]).toEqual([0, 3, ['a', 'b']])
  })

  it('only tells with severity warn', async () => {
    const flow = flowOf({ a: checked(() => 7, [inRange(0, 1)], { severity: 'warn' }) }, hooks)
    expect(await flow.execute(['a'])).toEqual({ a: 7 })
    expect(told).toEqual(['a inRange(0, 1) false warn found 7'])
  })

  it('waits for values and for checks that are asynchronous', async () => {
    const later = (answer: true | string): Check<unknown> => ({
      name: `later ${answer}`,
      test: () => Promise.resolve(answer),
    })
    const flow = flowOf(
      { a: checked(async () => 1, [later(true), inRange(0, 3)]), b: checked(() => 1, [later('no')]) },
      hooks,
    )
    expect((await failureOf(flow.execute(['a', 'b']))).node).toBe('b')
    expect(told.sort()).toEqual(['a inRange(0, 3) true error', 'a later true true error', 'b later no false error no'])
  })

  it('fails the node with what a check throws, once all have been asked', async () => {
    const asked: string[] = []
    const check = (name: string, answer: () => true | Promise<true>): Check<unknown> => ({
      name,
      test: () => {
        asked.push(name)
        return answer()
      },
    })
    const broken = new Error('the check is broken')
    const throwing = (): never => {
      throw broken
    }
    const checks = [
      check('late', () => Promise.reject(new Error('late'))),
      check('throws', throwing),
      check('fine', () => true),
    ]
    const failure = await failureOf(flowOf({ a: checked(() => 1, checks) }).execute(['a']))
    expect(asked).toEqual(['late', 'throws', 'fine'])
    expect(failure.issues.map(({ code, facts }) => [code, facts['check'], facts['message']])).toEqual([
      ['run/node-failed', undefined, 'check/threw'],
      ['check/threw', 'late', 'late'],
      ['check/threw', 'throws', 'the check is broken'],
    ])
    expect(((failure.cause as Error).cause as Error).message).toBe('late')
  })

  it('checks each attempt inside of retry, and the last value outside of it', async () => {
    const growing = ({}: {}, { attempt }: NodeContext): number => attempt
    const inside = flowOf({ a: retry(checked(growing, [inRange(2, 9)]), { maxAttempts: 3, backoffMs: 0 }) }, hooks)
    expect(await inside.execute(['a'])).toEqual({ a: 2 })
    expect(told).toEqual(['a inRange(2, 9) false error found 1', 'a inRange(2, 9) true error'])
    const outside = flowOf({ a: checked(retry(growing, { maxAttempts: 3, backoffMs: 0 }), [inRange(2, 9)]) })
    expect((await failureOf(outside.execute(['a']))).attempt).toBe(1)
  })

  it('does not check a direct call', () => {
    expect(checked(() => 7, [inRange(0, 1)])()).toBe(7)
  })

  it('does not fail the node with what a check throws that only warns', async () => {
    const broken: Check<unknown> = {
      name: 'broken',
      test: () => {
        throw new TypeError('no such property')
      },
    }
    const late: Check<unknown> = { name: 'late', test: () => Promise.reject(new Error('gone')) }
    const flow = flowOf({ a: checked(() => 1, [broken, late, inRange(0, 1)], { severity: 'warn' }) }, hooks)
    expect(await flow.execute(['a'])).toEqual({ a: 1 })
    expect(told).toEqual([
      'a broken false warn threw: no such property',
      'a late false warn threw: gone',
      'a inRange(0, 1) true warn',
    ])
  })

  it('names what did not pass and what threw, together', async () => {
    const broken: Check<unknown> = { name: 'broken', test: () => Promise.reject(new Error('gone')) }
    const failure = await failureOf(flowOf({ a: checked(() => 7, [inRange(0, 1), broken]) }).execute(['a']))
    expect(failure.issues.map((issue) => issue.title)).toEqual([
      '"a" failed: check/failed',
      'The value of "a" did not pass inRange(0, 1).',
      'The check broken of "a" threw: gone',
    ])
  })

  it('stacks, the inner checks first; behind an error the outer ones are not asked', async () => {
    const twice = (value: number): UntypedFlow =>
      flowOf(
        {
          a: checked(
            checked(() => value, [inRange(0, 9)]),
            [inRange(0, 1)],
            { severity: 'warn' },
          ),
        },
        hooks,
      )
    expect(await twice(5).execute(['a'])).toEqual({ a: 5 })
    expect(told.splice(0)).toEqual(['a inRange(0, 9) true error', 'a inRange(0, 1) false warn found 5'])
    await failureOf(twice(10).execute(['a']))
    expect(told).toEqual(['a inRange(0, 9) false error found 10'])
    expect(twice(5).nodes[0]?.checks).toEqual(['inRange(0, 9)', 'inRange(0, 1)'])
  })

  it('takes lists of checks among the checks', async () => {
    const numbers = [noNaN(), isFinite()]
    const flow = flowOf({ a: checked(() => [1], [notEmpty(), numbers, []]) }, hooks)
    await flow.execute(['a'])
    expect(flow.nodes[0]?.checks).toEqual(['notEmpty', 'noNaN', 'isFinite'])
    expect(told).toHaveLength(3)
  })

  it('tells what the checks measured', async () => {
    const facts: unknown[] = []
    const measuring: Check<number> = {
      name: 'measuring',
      test: (value, report) => {
        report?.({ half: value / 2 })
        report?.({ double: value * 2 })
        return true
      },
    }
    const flow = flowOf(
      { a: checked(() => 3, [measuring, inRange(0, 1), { name: 'silent', test: () => true }], { severity: 'warn' }) },
      { onStepCheck: (event) => void facts.push(event.facts) },
    )
    await flow.execute(['a'])
    expect(facts).toEqual([{ half: 1.5, double: 6 }, { values: 1, failed: 1, firstIndex: 0, firstValue: 3 }, undefined])
  })

  it('checks the value of the export, not what else belongs to it', async () => {
    const written: unknown[] = []
    const sink = { write: (value: unknown) => ({ size: written.push(value) }), describe: () => ({}) }
    const parts = extract(() => ({ train: 5, test: 7 }), ['train', 'test'])
    const hasTrain: Check<{ train: number }> = { name: 'has train', test: (value) => value.train === 5 }
    const flow = flowOf(
      {
        parts: checked(parts, [hasTrain]),
        a: checked(
          saved(() => 7, sink),
          [inRange(7, 7)],
        ),
      },
      hooks,
    )
    expect(await flow.execute(['test', 'a.saved'])).toEqual({ test: 7, 'a.saved': { size: 1 } })
    expect(told.sort()).toEqual(['a inRange(7, 7) true error', 'parts has train true error'])
    expect(flow.nodes.filter((node) => node.checks.length > 0).map((node) => node.name)).toEqual(['a', 'parts'])
  })

  it('checks whichever variant was chosen', async () => {
    const flow = flowOf({ a: checked(byConfig('size', { small: () => 1, large: () => 9 }), [inRange(0, 5)]) })
    expect(await flow.configure({ size: 'small' }).execute(['a'])).toEqual({ a: 1 })
    expect((await failureOf(flow.configure({ size: 'large' }).execute(['a']))).node).toBe('a')
  })

  it('checks what a replacement brings along, and never what is given in the place of the node', async () => {
    const flow = flowOf({ a: checked(() => 7, [inRange(0, 1)]), b: ({ a }: { a: number }) => a * 2 }, hooks)
    expect(await flow.override({ a: 7 }).execute(['b'])).toEqual({ b: 14 })
    expect(await flow.replace({ a: () => 8 }).execute(['b'])).toEqual({ b: 16 })
    expect(told).toEqual([])
    await failureOf(flow.replace({ a: checked(() => 9, [inRange(0, 8)]) }).execute(['b']))
    expect(told).toEqual(['a inRange(0, 8) false error found 9'])
  })

  it('fails one node and leaves the others to settle', async () => {
    const flow = flowOf({ a: checked(() => 7, [inRange(0, 1)]), b: () => 2, c: ({ a }: { a: number }) => a })
    const { values, failures, skipped } = await flow.settle(['b', 'c'])
    expect(values).toEqual({ b: 2 })
    expect(failures.map((failure) => failure.node)).toEqual(['a'])
    expect(skipped).toEqual([{ node: 'c', because: ['a'] }])
  })

  it('is part of what a limit of time stops', async () => {
    const endless: Check<unknown> = { name: 'endless', test: () => new Promise(() => {}) }
    const flow = flowOf({
      a: timeout(
        checked(() => 1, [endless]),
        '5ms',
      ),
    })
    const failure = await flow.execute(['a'], { abandonAfterMs: 0 }).catch((error: unknown) => error)
    expect(hasIssue(failure, 'run/timeout')).toBe(true)
  })

  it('refuses what is no check, and a severity that is none', () => {
    const wrong = (make: () => unknown): unknown => {
      try {
        return make()
      } catch (error) {
        return (error as NodeError).code
      }
    }
    expect(wrong(() => checked(() => 1, undefined as never))).toBe('modifier/not-a-check')
    expect(wrong(() => checked(() => 1, [() => true] as never))).toBe('modifier/not-a-check')
    expect(wrong(() => checked(() => 1, [], { severity: 'warning' as never }))).toBe('modifier/bad-option')
  })
})

describe('the built-in checks', () => {
  const found = (check: Check<never>, value: unknown): unknown => (check as Check<unknown>).test(value)

  it('look at a number, an array, a typed array, or any iterable', () => {
    expect(found(inRange(0, 1), 0.5)).toBe(true)
    expect(found(inRange(0, 1), -1)).toBe('found -1')
    expect(found(inRange(0, 1), Number.NaN)).toBe('found NaN')
    expect(found(inRange(0, 1), new Float64Array([0, 1]))).toBe(true)
    expect(found(inRange(0, 1), new Set([0, 3]))).toBe('found 3 at index 1, of 2 values')
    expect(found(noNaN(), [1, Number.POSITIVE_INFINITY])).toBe(true)
    expect(found(noNaN(), [Number.NaN])).toBe('found NaN at index 0, of 1 values')
    expect(found(isFinite(), [1, Number.POSITIVE_INFINITY, Number.NaN])).toBe(
      'found Infinity at index 1 and 1 more, of 3 values',
    )
    expect(found(isFinite(), [])).toBe(true)
  })

  it('count elements and characters', () => {
    expect(found(notEmpty(), [])).toBe('found nothing')
    expect(found(notEmpty(), 'a')).toBe(true)
    expect(found(lengthBetween(1, 2), 'abc')).toBe('found 3')
    expect(found(lengthBetween(1, 2), new Float32Array(2))).toBe(true)
  })
})
