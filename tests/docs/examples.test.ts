// The commands with which the READMEs of the smaller examples begin do what they say: they end well.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { blocksOf } from './blocks.ts'
import { executeIn } from './run-page.ts'

const examples = join(import.meta.dirname, '..', '..', 'examples')

const commands = ['bird-strikes', 'feature-table', 'flights', 'penguins'].flatMap((example) => {
  const [first] = blocksOf(readFileSync(join(examples, example, 'README.md'), 'utf8')).filter(
    ({ language }) => language === 'sh',
  )
  const lines = first!.text.split('\n').map((line) => line.replace(/\s*#.*$/, '').replace(/^npx /, ''))
  return lines.map((command) => ({ example, command }))
})

it.concurrent.each(commands)('in examples/$example works: $command', async ({ example, command }) => {
  expect(command).toMatch(/^throughline run \S/)
  const written = await executeIn(join(examples, example), `${command} && echo '[done]'`)
  expect(written).toMatch(/: succeeded, \d+ computed[^\n]*\n\[done\]\s*$/)
})
