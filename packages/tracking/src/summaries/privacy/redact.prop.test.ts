// What is hidden in random values is not in the copy.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'
import { secret } from './secret.ts'
import { summarise } from '../summarise.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)

/** Long enough not to occur by chance. */
const hidden = fc.stringMatching(/^[a-zA-Z0-9"\\ é{}:,]{4,20}$/).map((text) => `hdn7Q${text}k9X`)
const SECRET_KEYS = ['password', 'API_KEY', 'x-auth-token', 'clientSecret', 'Authorization', 'cookies']

/** A secret in one of the places where it is one. */
const planted = (text: string): fc.Arbitrary<unknown> => {
  const compact = text.replace(/[^a-zA-Z0-9]/g, '')
  const name = fc.constantFrom(...SECRET_KEYS)
  return fc.oneof(
    fc.constant(secret(text)),
    fc.constant(secret({ deep: [text] })),
    name.map((key) => ({ [key]: text })),
    name.map((key) => ({ [key]: { nested: [text, { more: text }] } })),
    name.map((key) => new Map([[key, text]])),
    name.map((key) => [[key, text]]),
    name.map((key) => ({ name: key, value: text })),
    name.map((key) => ({ url: `https://host/?${key}=${compact}&page=1` })),
    fc.constant(`postgres://user:${compact}@host/db`),
    fc.constant(`${compact}@example.com`),
    fc.constant({ [`${compact}@example.com`]: 1 }),
    fc.constant(new URL(`https://${compact}:x@host/`)),
    fc.constant(Object.assign(new Error(`Bearer ${compact}`), { token: text })),
  )
}

const around = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      inner,
      fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'rows', '__proto__'), tie('value'), { minKeys: 1 }),
      tie('value').map((value) => new Map([['key', value]])),
      tie('value').map((value) => new Set([value])),
      fc.tuple(tie('value'), fc.anything()).map(([value, other]) => ({ value, other })),
    ),
  })).value

const scene = hidden.chain((text) => fc.tuple(fc.constant(text), around(planted(text))))

function tells(written: unknown, text: string): boolean {
  const json = JSON.stringify(written) ?? ''
  const compact = text.replace(/[^a-zA-Z0-9]/g, '')
  return json.includes(text) || json.includes(JSON.stringify(text).slice(1, -1)) || json.includes(compact)
}

describe('redact', () => {
  it('leaves nothing of what is hidden anywhere in the JSON of the copy', () => {
    fc.assert(
      fc.property(scene, ([text, value]) => {
        expect(tells(redact(value), text)).toBe(false)
      }),
      { numRuns, seed: 1 },
    )
  })

  it('takes a text that was found in one place out of all others', () => {
    fc.assert(
      fc.property(hidden, fc.constantFrom(...SECRET_KEYS), (text, key) => {
        const copy = redact({ log: [`connecting with ${text} now`, { [`k ${text}`]: text }], [key]: text })
        expect(tells(copy, text)).toBe(false)
      }),
      { numRuns, seed: 2 },
    )
  })

  it('gives plain JSON data of anything, and leaves the value as it was', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
        }),
        (value) => {
          const copy = redact(value)
          expect(JSON.parse(JSON.stringify(copy))).toEqual(JSON.parse(JSON.stringify(copy)))
          expect(redact(copy)).toEqual(copy)
        },
      ),
      { numRuns, seed: 3 },
    )
    const value = Object.freeze({ password: 'hunter22', list: Object.freeze(['hunter22']) })
    expect(redact(value)).toEqual({ password: '[redacted]', list: ['[redacted]'] })
    expect(value).toEqual({ password: 'hunter22', list: ['hunter22'] })
  })

  it('says what it cannot write', () => {
    const circle: unknown[] = []
    circle.push(circle)
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(redact([circle, () => 1, Symbol('x'), NaN, 5n, undefined])).toEqual([
      ['[circular]'],
      '[function]',
      '[symbol]',
      'NaN',
      '5',
      null,
    ])
    expect(JSON.stringify(redact(deep))).toContain('[deep]')
    expect(
      redact({
        get password(): string {
          throw new Error('a getter was called')
        },
      }),
    ).toEqual({ password: '[redacted]' })
  })

  it('can leave texts as they are, but not what is secret', () => {
    expect(redact({ to: 'ann@example.com', token: 'abc' }, { masksTexts: false })).toEqual({
      to: 'ann@example.com',
      token: '[redacted]',
    })
  })
})

describe('summarise', () => {
  it('tells nothing of what is hidden, whatever is captured', () => {
    fc.assert(
      fc.property(
        scene,
        fc.constantFrom('schema' as const, 'summary' as const, 'sample' as const),
        ([text, value], capture) => {
          expect(tells(summarise(value, { capture }), text)).toBe(false)
        },
      ),
      { numRuns, seed: 4 },
    )
  })

  it('tells no text at all without `sample`', () => {
    const marked = fc.stringMatching(/^[a-z]{3,9}$/).map((text) => `mrk9Z${text}`)
    const cell = fc.oneof(
      marked,
      fc.integer(),
      marked.map((text) => ({ place: text })),
      marked.map((text) => [text]),
    )
    const values = fc.oneof(
      cell,
      fc.array(cell, { maxLength: 8 }),
      fc.array(fc.record({ a: marked, b: cell })),
      marked.map((text) => new Map([['k', text]])),
      marked.map((text) => new Set([text])),
    )
    fc.assert(
      fc.property(values, (value) => {
        expect(JSON.stringify(summarise(value))).not.toContain('mrk9Z')
      }),
      { numRuns, seed: 5 },
    )
  })
})
