import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inRange } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  hasIssue,
  isThroughlineError,
  not,
  oneOf,
  otherwise,
  parsed,
  pipe,
  retry,
  subflow,
  tagged,
  untyped,
  when,
  type NodeContext,
} from '../index.ts'
import { diagram } from '../diagram/index.ts'
import { untypedFlow } from '../testing/index.ts'

/** For definitions that the compiler would refuse. */
const loosely = pipe as unknown as (...args: unknown[]) => object

const source = ({ text }: { text: string }) => text
const trim = (text: string) => text.trim()
const lower = (text: string, { locale }: { locale: string }) => text.toLocaleLowerCase(locale)
const length = (text: string) => text.length

function issueOf(act: () => unknown): unknown[] {
  try {
    act()
  } catch (error) {
    if (isThroughlineError(error)) return [error.issues[0]!.code, error.issues[0]!.facts]
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a pipe', () => {
  const flow = dataflow({
    clean: pipe(source, { trim }, { lower }, { length }),
    double: ({ clean }: { clean: number }) => clean * 2,
  })

  it('takes a value through steps, each a node', async () => {
    const inputs = { text: ' Ab ', locale: 'en' }
    const outputs = ['clean.raw', 'clean.trim', 'clean.lower', 'clean.length', 'clean', 'double'] as const
    expect(await flow.execute(outputs, { inputs })).toEqual({
      'clean.raw': ' Ab ',
      'clean.trim': 'Ab',
      'clean.lower': 'ab',
      'clean.length': 2,
      clean: 2,
      double: 4,
    })
    expect(await flow.execute(['clean.trim'], { inputs: { text: ' x ' } })).toEqual({ 'clean.trim': 'x' })
    expect(flow.nodes.map(({ name, kind, exportPath }) => [name, kind, exportPath])).toEqual([
      ['clean', 'piped', 'clean'],
      ['clean.length', 'piped', 'clean'],
      ['clean.lower', 'piped', 'clean'],
      ['clean.raw', 'function', 'clean'],
      ['clean.trim', 'piped', 'clean'],
      ['double', 'function', 'double'],
    ])
  })

  it('is overridden and replaced at any step', async () => {
    expect(await flow.override({ 'clean.lower': 'abc' }).execute(['clean'])).toEqual({ clean: 3 })
    expect(await flow.override({ clean: 9 }).execute(['double'])).toEqual({ double: 18 })
    const replaced = flow.replace({ 'clean.trim': ({ 'clean.raw': raw }: { 'clean.raw': string }) => `${raw}!` })
    expect(await replaced.execute(['clean'], { inputs: { text: 'a', locale: 'en' } })).toEqual({ clean: 2 })
  })

  it('knows lineage, and is drawn as one', () => {
    expect(flow.path('text', 'double')).toEqual([
      'text',
      'clean.raw',
      'clean.trim',
      'clean.lower',
      'clean.length',
      'clean',
      'double',
    ])
    expect(diagram(flow, { collapse: true })).toContain('["clean (5)"]')
  })

  it('gives steps the value, their dependencies and the context', async () => {
    const seen: unknown[] = []
    const module = {
      p: pipe(
        () => 2,
        {
          plus: (value: number, { by = 1, constructor }: { by?: number; constructor?: number }) => [
            value,
            by,
            constructor,
          ],
        },
        { told: async (value: unknown[], {}: {}, { node, attempt }: NodeContext) => [...value, node, attempt] },
        { seen: (...args: [unknown[]]) => seen.push(...args) },
      ),
    }
    const own = untyped(dataflow(module))
    expect(await own.execute(['p'], { inputs: { constructor: 5 } })).toEqual({ p: 1 })
    expect(seen).toEqual([[2, 1, 5, 'p.told', 1]])
    await own.execute(['p.plus'], { inputs: { by: 7, constructor: 6 } })
    expect(await own.execute(['p.plus'], { inputs: { constructor: undefined } })).toEqual({
      'p.plus': [2, 1, undefined],
    })
    expect(own.inputs.map(({ name, optional }) => [name, optional])).toEqual([
      ['by', true],
      ['constructor', false],
    ])
  })

  it('takes native functions as steps: they get the value alone', async () => {
    const module = { p: pipe(() => -16.5, { abs: Math.abs }, { text: String }) }
    expect(await dataflow(module).execute(['p'])).toEqual({ p: '16.5' })
  })

  it('without steps is the function under two names', async () => {
    expect(await dataflow({ p: pipe(() => 1) }).execute(['p', 'p.raw'])).toEqual({ p: 1, 'p.raw': 1 })
  })

  it('gives every run its own values, also in runs at the same time', async () => {
    const slow = dataflow({
      p: pipe(({ x }: { x: number }) => x, { add: async (x: number, { y }: { y: number }) => x + y }),
    })
    const runs = [1, 2, 3].map((x) => slow.execute(['p'], { inputs: { x, y: x * 10 } }))
    expect((await Promise.all(runs)).map(({ p }) => p)).toEqual([11, 22, 33])
  })

  it('fails at the step, with the step as its source', async () => {
    const boom = (): never => {
      throw new Error('no')
    }
    const module = { p: pipe(() => 1, { boom }) }
    const error = await dataflow(module)
      .execute(['p'])
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ node: 'p.boom', path: ['p.boom', 'p'] })
    const [issue] = isThroughlineError(error) ? error.issues : []
    expect(issue?.subject.source).toMatchObject({ exportPath: 'p', fn: boom })
  })

  it('points at the name of a missing dependency in the text of its step', async () => {
    const [issue] = flow.validate(['clean'], { inputs: { text: 'x' } })
    const { fn, span } = issue!.subject.source!
    expect(fn).toBe(lower)
    expect(lower.toString().slice(span!.offset, span!.offset + span!.length)).toBe('locale')
  })
})

describe('a step with variants', () => {
  it('passes the value on when its condition does not hold', async () => {
    const flow = dataflow({ clean: pipe(source, { trim }, { lower: when({ fold: true }, lower) }, { length }) })
    expect(await flow.execute(['clean', 'clean.lower'], { inputs: { text: ' A ' } })).toEqual({
      clean: 1,
      'clean.lower': 'A',
    })
    const folding = flow.configure({ fold: true })
    const inputs = { text: ' A ', locale: 'en' }
    expect(await folding.execute(['clean.lower', 'fold'], { inputs })).toEqual({ 'clean.lower': 'a', fold: true })
    expect(flow.configure({ fold: false }).required(['clean'])).toEqual(['text'])
  })

  it('chooses between steps', async () => {
    const flow = dataflow({
      a: pipe(() => 10, {
        norm: byConfig('by', { half: (x: number) => x / 2, root: (x: number, { k }: { k: number }) => x ** (1 / k) }),
      }),
      b: pipe(() => 10, {
        norm: oneOf(
          when({ by: 'half' }, (x: number) => x / 2),
          otherwise((x: number) => -x),
        ),
      }),
      c: pipe(() => 10, { norm: byConfig('other', { twice: (x: number) => 2 * x }, { default: 'twice' }) }),
    })
    expect(await flow.execute(['a', 'b', 'c'])).toEqual({ a: 10, b: -10, c: 20 })
    expect(await flow.configure({ by: 'half' }).execute(['a', 'b'])).toEqual({ a: 5, b: 5 })
    expect(await flow.configure({ by: 'root' }).execute(['a'], { inputs: { k: 1 } })).toEqual({ a: 10 })
  })

  it('may be what goes in', async () => {
    const flow = dataflow({ p: pipe(byConfig('at', { a: () => 1, b: () => 2 }), { add: (x: number) => x + 10 }) })
    expect(await flow.configure({ at: 'b' }).execute(['p'])).toEqual({ p: 12 })
    await expect(untyped(flow).execute(['p'])).rejects.toSatisfy((error) => hasIssue(error, 'graph/undecided-variant'))
  })
})

describe('modifiers and a pipe', () => {
  it('stand around a single step', async () => {
    let tries = 0
    const flaky = (x: number, { y }: { y: number }) => {
      if (++tries < 3) throw new Error('again')
      return x + y
    }
    const flow = dataflow({
      p: pipe(
        () => 1,
        { flaky: tagged(retry(flaky, { maxAttempts: 3, backoffMs: 0 }), { of: 'p' }) },
        { share: checked((x: number) => x, [inRange(0, 3)]) },
      ),
    })
    expect(await flow.execute(['p'], { inputs: { y: 1 } })).toEqual({ p: 2 })
    expect(flow.select({ tag: 'of' })).toEqual(['p.flaky'])
    expect(flow.nodes.find(({ name }) => name === 'p.share')?.checks).toHaveLength(1)
    await expect(flow.execute(['p'], { inputs: { y: 10 } })).rejects.toMatchObject({ node: 'p.share' })
  })

  it('parse what a step gives', async () => {
    const digits = (text: string): unknown => text.replaceAll(/\D/g, '')
    const flow = dataflow({
      p: pipe(source, { number: parsed(digits, z.coerce.number()) }, { half: (n: number) => n / 2 }),
    })
    expect(await flow.execute(['p', 'p.number'], { inputs: { text: 'a 1b2' } })).toEqual({ p: 6, 'p.number': 12 })
  })

  it('stand around all of it: policies around each step, checks around the last value', async () => {
    let tries = 0
    const flaky = (x: number) => {
      if (++tries < 2) throw new Error('again')
      return x / 10
    }
    const flow = dataflow({
      p: checked(
        retry(
          pipe(() => 5, { flaky }),
          { maxAttempts: 2, backoffMs: 0 },
        ),
        [inRange(0, 1)],
      ),
    })
    expect(await flow.execute(['p'])).toEqual({ p: 0.5 })
    expect(flow.nodes.map(({ name, checks }) => [name, checks.length])).toEqual([
      ['p', 1],
      ['p.flaky', 0],
      ['p.raw', 0],
    ])
  })

  it('take its last value: fields of it, and the flow inside of a namespace', async () => {
    const split = (text: string) => ({ first: text[0], rest: text.slice(1) })
    const inner = { parts: extract(pipe(source, { trim }, { split }), ['first', 'rest']) }
    const flow = dataflow({ eu: subflow(inner, { inputs: { text: ' abc ' } }) })
    expect(await flow.execute(['eu.rest', 'eu.parts', 'eu.parts.trim'])).toEqual({
      'eu.rest': 'bc',
      'eu.parts': { first: 'a', rest: 'bc' },
      'eu.parts.trim': 'abc',
    })
  })

  it('bind what a step reads in a namespace', async () => {
    const inner = { clean: pipe(source, { lower: when({ fold: true }, lower) }), locale: () => 'en' }
    const flow = dataflow({ s: subflow(inner, { shared: ['text'], config: { fold: true } }) })
    expect(await flow.execute(['s.clean'], { inputs: { text: 'A' } })).toEqual({ 's.clean': 'a' })
    expect(flow.upstream('s.clean')).toEqual(['s.clean.lower', 's.clean.raw', 's.locale', 'text'])
  })
})

describe('a direct call of a pipe', () => {
  it('goes through all steps, without policies and configuration', () => {
    const clean = pipe(
      source,
      { trim },
      { lower: retry(lower, { maxAttempts: 2 }) },
      { length: when({ x: 1 }, length) },
    )
    expect(clean({ text: ' A ', locale: 'en' })).toBe('a')
    expect(clean.name).toBe('source')
    const chosen = pipe(() => 2, { norm: byConfig('by', { half: (x: number) => x / 2 }, { default: 'half' }) })
    expect(chosen({})).toBe(1)
  })

  it('chooses variants as a run without configuration does', async () => {
    const half = (x: number) => x / 2
    const minus = (x: number) => -x
    const by = pipe(() => 10, { norm: oneOf(when({ by: 'half' }, half), when({ by: not('half') }, minus)) })
    expect(by({})).toBe(-10)
    expect(pipe(() => 10, { norm: oneOf(when({ by: 'half' }, half), otherwise(minus)) })({})).toBe(-10)
    expect(pipe(() => 10, { norm: when({ by: not('half') }, minus) })({})).toBe(-10)
    expect(pipe(() => 10, { norm: oneOf(when({ by: 'half' }, half), when({ by: 'minus' }, minus)) })({})).toBe(10)
    expect(await untypedFlow({ p: by }).execute(['p'])).toEqual({ p: -10 })
  })

  it('parses where a variant is parsed', async () => {
    const text = parsed((x: number) => x, z.number().transform(String))
    const steps = [
      when({ by: not('half') }, text),
      oneOf(when({ by: not('half') }, text), when({ by: 'half' }, text)),
      oneOf(when({ by: 'half' }, text), otherwise(text)),
      byConfig('by', { half: text, text }, { default: 'text' }),
      parsed(
        byConfig('by', { half: (x: number) => x / 2, same: (x: number) => x }, { default: 'same' }),
        z.number().transform(String),
      ),
    ]
    for (const norm of steps) {
      const p = loosely(() => 10, { norm }) as (given: object) => unknown
      expect(await p({})).toBe('10')
      expect(await untypedFlow({ p }).execute(['p'])).toEqual({ p: '10' })
    }
  })

  it('waits only for what has to be waited for', async () => {
    const later = pipe(source, { wait: async (text: string) => `${text}!` }, { length })
    const result = later({ text: 'ab' })
    expect(result).toBeInstanceOf(Promise)
    expect(await result).toBe(3)
    const failing = pipe(source, { boom: async (): Promise<string> => Promise.reject(new Error('no')) }, { length })
    await expect(failing({ text: 'ab' })).rejects.toThrow('no')
  })
})

describe('a wrong pipe', () => {
  it('has several steps in one object, or none, or no object', () => {
    const facts = (given: unknown, index = 1): unknown[] => [
      'modifier/bad-option',
      { modifier: 'pipe', name: `step ${index}`, given, expected: 'one step under its name:  { trim }' },
    ]
    expect(issueOf(() => loosely(source, { trim }, { lower, length }))).toEqual(facts('lower, length', 2))
    expect(issueOf(() => loosely(source, {}))).toEqual(facts({}))
    expect(issueOf(() => loosely(source, trim))).toEqual(facts(trim))
    expect(issueOf(() => loosely(source, null))).toEqual(facts(null))
  })

  it('has two steps of one name', () => {
    const taken = (node: string): unknown[] => ['modifier/duplicate-name', { modifier: 'pipe', node }]
    expect(issueOf(() => loosely(source, { trim }, { trim }))).toEqual(taken('trim'))
    expect(issueOf(() => loosely(source, { raw: trim }))).toEqual(taken('raw'))
  })

  it('has a step, or something that goes in, that is not one function', () => {
    const found = (text: string): unknown[] => ['modifier/not-a-function', { modifier: 'pipe', found: text }]
    expect(issueOf(() => loosely(source, { trim: 3 }))).toEqual(found('number'))
    expect(
      issueOf(() =>
        loosely(source, {
          trim: class {
            readonly id = 1
          },
        }),
      ),
    ).toEqual(found('a class'))
    expect(issueOf(() => loosely(source, { trim: subflow({ one: () => 1 }) }))).toEqual(found('a group of nodes'))
    expect(issueOf(() => loosely(pipe(source, { trim }), { length }))).toEqual(found('a group of nodes'))
    expect(issueOf(() => loosely(source, { nested: pipe(source, { trim }) }))).toEqual(found('a group of nodes'))
  })

  it('has a step that does not show what it reads; told when the flow is made', () => {
    const codes = (step: unknown): unknown => issueOf(() => untypedFlow({ p: loosely(() => 1, { s: step }) }))
    expect(codes((value: number, deps: object) => [value, deps])).toEqual([
      'graph/not-destructured',
      { node: 'p.s', parameters: ['deps'] },
    ])
    expect(codes((value: number, { ...deps }) => [value, deps])).toEqual([
      'graph/rest-pattern',
      { node: 'p.s', parameters: [] },
    ])
    expect(codes(Math.max)).toEqual(['graph/unreadable-function', { node: 'p.s', parameters: [] }])
  })
})
