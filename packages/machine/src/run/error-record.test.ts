import { describe, expect, it } from 'vitest'
import { runInNewContext } from 'node:vm'
import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import { errorRecord } from './error-record.ts'

describe('an error as plain data', () => {
  it('has its name, its message, its stack and its causes', () => {
    const error = new TypeError('outer', { cause: new RangeError('inner') })
    expect(errorRecord(error)).toEqual({
      name: 'TypeError',
      message: 'outer',
      stack: error.stack,
      cause: { name: 'RangeError', message: 'inner', stack: (error.cause as Error).stack },
    })
  })

  it('has the codes of its issues, or the code that systems give', () => {
    const issue = machineIssue('app/todo', { action: 'a' })
    expect(errorRecord(new ThroughlineError([issue, issue])).codes).toEqual(['app/todo', 'app/todo'])
    expect(errorRecord(Object.assign(new Error('no'), { code: 'ENOENT' })).codes).toEqual(['ENOENT'])
    expect(errorRecord(Object.assign(new Error('no'), { code: 20 }))).not.toHaveProperty('codes')
  })

  it('is known in whichever realm it was made', () => {
    expect(errorRecord(runInNewContext('new RangeError("far away")'))).toMatchObject({
      name: 'RangeError',
      message: 'far away',
    })
  })

  it('is told of anything that was thrown', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    const thrown = ['text', 7, undefined, null, { a: 1 }, loop]
    expect(thrown.map((one) => errorRecord(one).message)).toEqual([
      'text',
      '7',
      'undefined',
      'null',
      '{"a":1}',
      '[object Object]',
    ])
    expect(errorRecord('text').name).toBe('NotAnError')
  })

  it('is told also of what throws when it is looked at', () => {
    const unreadable = {
      get message(): string {
        throw new Error('no')
      },
    }
    const odd = Object.assign(new Error('x'), { message: { deep: 1 }, stack: 7 })
    for (const thrown of [
      Object.defineProperties(new Error('x'), Object.getOwnPropertyDescriptors(unreadable)),
      Object.create(null),
    ])
      expect(errorRecord(thrown)).toMatchObject({ name: 'NotAnError', message: expect.any(String) as unknown })
    expect(errorRecord(odd)).toEqual({ name: 'Error', message: '[object Object]' })
  })

  it('ends with the eighth cause, also when causes go round in a circle', () => {
    const error = new Error('round')
    error.cause = error
    let depth = 0
    for (let record = errorRecord(error); record.cause; record = record.cause) depth++
    expect(depth).toBe(8)
  })
})
