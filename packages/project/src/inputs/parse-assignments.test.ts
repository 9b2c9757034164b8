import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isThroughlineError, type Issue } from 'throughline'
import { describe, expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'
import { assignedFiles, parseAssignments } from './parse-assignments.ts'

const directory = makeScratch()
const parse = (...assignments: string[]): Record<string, unknown> =>
  parseAssignments(assignments, { option: 'input', directory })

function file(name: string, content: string | Uint8Array): unknown {
  writeFileSync(join(directory, name), content)
  return parse(`x=@${name}`)['x']
}

function issuesOf(call: () => unknown): readonly Issue[] {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

function codes(call: () => unknown): string[] {
  return issuesOf(call).map((issue) => issue.code)
}

describe('name=value', () => {
  test('is JSON if it parses, else text', () => {
    expect(parse('n=3', 't=yes', 'b=true', 'o={"a":[1]}', 'q="3"', 'd=2026-11-20', 'no=null')).toEqual({
      n: 3,
      t: 'yes',
      b: true,
      o: { a: [1] },
      q: '3',
      d: '2026-11-20',
      no: null,
    })
  })

  test('may be empty, and may have = and dots', () => {
    expect(parse('empty=', 'url=a=b', 'eu.rate=2')).toEqual({ empty: '', url: 'a=b', 'eu.rate': 2 })
  })

  test('never reaches a prototype', () => {
    const values = parse('__proto__={"polluted":1}', 'constructor=2')
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
  })

  test('with @@ is text that begins with @; a configuration value is never a file', () => {
    expect(parse('handle=@@ada')).toEqual({ handle: '@ada' })
    expect(parseAssignments(['a=@b'], { option: 'config', directory })).toEqual({ a: '@b' })
  })

  test('everything wrong is said at once', () => {
    expect(codes(() => parse('a', '=1', 'b=1', 'b=2', 'c=@gone.json'))).toEqual([
      'project/input-form',
      'project/input-form',
      'project/input-twice',
      'project/input-file-missing',
    ])
  })

  test('tells which files it reads', () => {
    expect(assignedFiles(['a=@b.csv', 'c=@@d', 'e=f', 'g='])).toEqual(['b.csv'])
  })
})

describe('name=@file', () => {
  test('is read by its extension', () => {
    expect(file('a.json', '\uFEFF{"a":1}')).toEqual({ a: 1 })
    expect(file('a.jsonl', '{"a":1}\r\n\n2\n')).toEqual([{ a: 1 }, 2])
    expect(file('a.yaml', 'a: [1, two]')).toEqual({ a: [1, 'two'] })
    expect(file('a.txt', 'one\ntwo')).toBe('one\ntwo')
    expect(file('a.MD', '# One')).toBe('# One')
    expect(file('a.bin', Uint8Array.of(1, 0, 255))).toEqual(Uint8Array.of(1, 0, 255))
  })

  test('a table is records of text by the names in its first line', () => {
    expect(file('a.csv', '\uFEFFday,births\r\n"1969-01-01","8,486"\r\n\r\n007,\r\n')).toEqual([
      { day: '1969-01-01', births: '8,486' },
      { day: '007', births: '' },
    ])
    expect(file('a.tsv', 'a\tb\n1\t2\n')).toEqual([{ a: '1', b: '2' }])
    expect(file('empty.csv', '')).toEqual([])
  })

  test('a column may have any name', () => {
    const [row] = file('odd.csv', '__proto__,b\n1,2\n') as [Record<string, string>]
    expect(Object.keys(row)).toEqual(['__proto__', 'b'])
  })

  test.each([
    ['bad.json', '{', 'Expected property name'],
    ['bad.jsonl', '1\n{', 'line 2'],
    ['bad.csv', 'a,b\n1\n', 'line 2'],
  ])('%s with the wrong content is an error that says where', (name, content, reason) => {
    expect(issuesOf(() => file(name, content))).toEqual([
      expect.objectContaining({ code: 'project/input-file-unreadable', details: [expect.stringContaining(reason)] }),
    ])
  })

  test('wrong YAML is shown with its place', () => {
    const [issue] = issuesOf(() => file('bad.yaml', 'a: ['))
    expect(issue?.details.join('\n')).toContain('line 1, column 5')
  })

  test('a folder is no file', () => {
    expect(codes(() => parse('a=@.'))).toEqual(['project/input-file-unreadable'])
  })
})
