// Cures in the words of the command, where the core speaks of code.

import type { PlainIssue } from '@throughline/project/process'
import { alternatives, type Issue } from 'throughline'

type Hints = (facts: Readonly<Record<string, unknown>>) => readonly string[]

const BY_CODE: Readonly<Record<string, Hints>> = {
  'graph/missing-input': (facts) => {
    const { name, given, close } = facts as { name: string; given: readonly string[]; close: readonly string[] }
    const pass = `pass  --input ${name}=<value>`
    if (given.length > 0) return [`the inputs contain ${alternatives(given)}. Rename it, or ${pass}`]
    return close.length > 0 ? [`did you mean ${alternatives(close)}?`, pass] : [pass]
  },
  'graph/undecided-variant': (facts) => {
    const { keys } = facts as { keys: readonly { key: string; values: readonly unknown[] }[] }
    return [`choose with  ${keys.map(({ key, values }) => `--config ${key}=${String(values[0])}`).join(' ')}`]
  },
  'graph/input-is-node': () => ['it is computed; leave the input out, or rename it.'],
  'applications/damaged': ({ app, step }) => [
    typeof app === 'string' && typeof step === 'number'
      ? `bring back a copy of it, or fork it:  throughline apps fork ${asArgument(app)} --at ${step}`
      : 'bring back a copy of it, or remove it.',
  ],
  'app/unknown': () => ['see the applications of the project with  throughline apps'],
  'app/exists': () => ['choose another id with  --as'],
  'app/no-such-step': ({ app }) => [`see its steps with  throughline apps show ${asArgument(String(app))}`],
}

/** As it is typed in a shell. */
function asArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** The same issue with hints that fit the command line. */
export function withCommandHints<Given extends Issue | PlainIssue>(issue: Given): Given {
  const hints = BY_CODE[issue.code]
  return hints === undefined ? issue : { ...issue, hints: hints(issue.facts) }
}
