// The first file that runs must be understood by any Node, or its message would never be read.

import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { parse } from 'acorn'
import { expect, test } from 'vitest'

const source = readFileSync(new URL('../bin/throughline.cjs', import.meta.url), 'utf8')

function start(version: string): { loaded: string[]; written: string; code: number | undefined } {
  const result = { loaded: [] as string[], written: '', code: undefined as number | undefined }
  const process = {
    versions: { node: version },
    stderr: { write: (text: string) => (result.written += text) },
    exit: (code: number) => (result.code = code),
  }
  runInNewContext(source.replace(/^#!.*/, ''), { process, require: (name: string) => result.loaded.push(name) })
  return result
}

test('is written in a language that Node 0.10 can parse', () => {
  expect(() => parse(source, { ecmaVersion: 5, allowHashBang: true })).not.toThrow()
})

test.each(['0.10.48', '18.20.0', '20.19.5', '22.17.1'])(
  'on Node %s says what is needed and does nothing else',
  (version) => {
    const { loaded, written, code } = start(version)
    expect(written).toContain(`throughline needs Node 22.18 or newer; this is Node ${version}.`)
    expect(written).toContain('help: ')
    expect(loaded).toEqual([])
    expect(code).toBe(2)
  },
)

test.each(['22.18.0', '24.21.0', '26.0.0'])('on Node %s starts the command', (version) => {
  expect(start(version)).toEqual({ loaded: ['./start.cjs'], written: '', code: undefined })
})
