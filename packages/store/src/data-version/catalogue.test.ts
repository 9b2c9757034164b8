// Every issue of data versions and codecs, provoked as a user would, has the text that its page in docs/errors shows.

import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { classCodec, encodeValue, jsonCodec } from '../codecs/index.ts'
import { dataIssue, dataVersionOf, fingerprint, type ClassRule } from './index.ts'

class Money {
  readonly amount = 1
}
const money: ClassRule<Money> = { class: Money, name: 'Money', toPlain: ({ amount }) => amount }

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof dataIssue.codes)[number], () => unknown>> = {
  'data/refused': () => dataVersionOf({ rows: [{ price: 1 }, { price: () => 2 }] }),
  'data/fast-hash-not-ready': () => fingerprint(1, { algorithm: 'xxh128' }),
  'data/duplicate-rule': () => fingerprint(1, { classes: [money, { ...money, class: class Other extends Money {} }] }),
  'data/codec-id': () =>
    classCodec({ class: Money, name: 'my money', version: 1, encode: () => [], decode: () => new Money() }),
  'data/duplicate-codec': () => encodeValue(1, { codecs: [jsonCodec, jsonCodec] }),
}

function thrown(call: () => unknown): readonly Issue[] {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

describe('the error catalogue of data versions', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(dataIssue.codes).toHavePagesIn('data')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', (code, situation) => {
    const issue = thrown(situation).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
