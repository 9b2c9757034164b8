// Asks the person at the terminal.

import { createInterface } from 'node:readline/promises'

/** True for `y` and `yes`; no answer is a no. */
export async function askPerson(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  const answer = await Promise.race([lines.question(`${question} [y/N] `), ended])
  lines.close()
  return /^y(?:es)?$/i.test(answer.trim())
}
