// What the compiler says about mistakes, in the words that a person reads.

import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

const require = createRequire(import.meta.url)
/** The mistakes together with the type tests: what both need is read and checked once. */
const PROJECT = fileURLToPath(new URL('fixtures/tsconfig.type-tests.json', import.meta.url))

/** Says, by line of `fixtures/mistakes.ts`, what the message has to contain. */
const EXPECTED: Readonly<Record<number, readonly string[]>> = {
  10: [`'"spendMeen"' is not assignable`, `Did you mean '"spendMean"'?`],
  11: [`Property 'signups' is missing in type '{ spend: number[]; }'`, `signups: { count: number; };`],
  12: [`'signups' does not exist in type '{ spend: number[]; }'`],
  13: [`'scael' does not exist in type '{ `, `Did you mean to write 'scale'?`],
  14: [`Type 'string' is not assignable to type 'number[]'`],
  15: [`'spendMeen' does not exist`, `Did you mean to write 'spendMean'?`],
  16: [`'"lgmb"' is not assignable to type '"lgbm" | "linear"'`],
  18: [`'TypeMismatch<"raw -> total", string[], number[]>'`],
  20: [`'DuplicateNode<"spendMean">'`],
  21: [`'dayz' does not exist in type '{ readonly days?: unknown; } & { readonly days?: Bound<number>; }'`],
  23: [`'UnmappedInputs<"rate" | "sales">'`],
  24: [`Type '{ rate: 1; }' is not assignable to type`, `{ readonly sales: Bound<number[]>; }`],
  25: [`NoSuchDependency<"sale", "rate" | "sales">`],
  26: [`Type 'string' is not assignable to type 'InputBinding<number> | undefined'`],
  27: [`Type '"sale"' is not assignable to type '"rate" | "sales"'`, `Did you mean '"sales"'?`],
  29: [`'TypeMismatch<"rate -> eu.net", string, number>'`],
  30: [`'StepMismatch<"trim", number, string>'`],
  31: [`'OneKeyPerStep<"half" | "twice">'`],
  33: [`'urll' does not exist in type`, `Did you mean to write 'url'?`],
  34: [`NameTheOutput<`],
  35: [`Type '"nett"' is not assignable to type '"net"'`],
  37: [`'TypeMismatch<"urls -> pages", number[], Items<string>>'`],
}

/** What a compiler says: of the mistakes by line, and every other error. */
interface Said {
  readonly mistakes: ReadonlyMap<number, string>
  readonly elsewhere: readonly string[]
}

async function compile(compiler: string): Promise<Said> {
  const tsc = require.resolve(`${compiler}/package.json`).replace(/package\.json$/, 'bin/tsc')
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, '-p', PROJECT, '--pretty', 'false'], (_error, stdout) => resolve(stdout))
  })
  const mistakes = new Map<number, string>()
  const elsewhere: string[] = []
  for (const line of output.split('\n')) {
    const match = /mistakes\.ts\((\d+),\d+\): error TS\d+: (.*)/.exec(line)
    if (match) mistakes.set(Number(match[1]), match[2]!)
    // What goes on with an error is indented.
    else if (/^\S/.test(line)) elsewhere.push(line)
  }
  return { mistakes, elsewhere }
}

describe.each(['typescript', 'typescript-6', 'typescript-5.9'])('the messages of %s', (compiler) => {
  let said: Said
  beforeAll(async () => {
    said = await compile(compiler)
  })

  it('name the mistake, on its line, and an input of several readers only once', () => {
    const { mistakes } = said
    expect([...mistakes.keys()]).toEqual(Object.keys(EXPECTED).map(Number))
    for (const [line, parts] of Object.entries(EXPECTED)) {
      for (const part of parts) expect(mistakes.get(Number(line))).toContain(part)
    }
    expect(mistakes.get(10)).not.toContain('&')
  })
  it('agree with the type tests', () => {
    expect(said.elsewhere).toEqual([])
  })
})
