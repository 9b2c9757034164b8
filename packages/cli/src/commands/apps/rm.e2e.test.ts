// Removing applications as a person at a terminal has it, who is asked.

import { beforeAll, expect, test } from 'vitest'
import { atTerminal } from '../../../fixtures/at-terminal.ts'
import { makeDiceProject } from '../../../fixtures/dice-project.ts'
import { makeScratch, spawnCommand } from '../../../fixtures/spawn-command.ts'
import { rm } from './rm.ts'

const folder = makeScratch()
beforeAll(() => makeDiceProject(folder))

async function removing(answer: boolean, flags: { yes?: boolean; json?: boolean } = {}): Promise<object> {
  const { context, asked, written } = atTerminal(folder, answer)
  await rm.call(context, { yes: false, json: false, ...flags }, 'table 7')
  return { asked, written: written() }
}

test('a person at the terminal is asked first, and may say no', async () => {
  const asked = ['Remove 1 application for good?']
  expect(await removing(false)).toEqual({ asked, written: 'Nothing was removed.\n' })
  expect(await removing(false, { json: true })).toEqual({ asked, written: '{"removed":[]}\n' })
  expect((await spawnCommand(['apps'], { cwd: folder }).finished).stdout).toContain('table 7')
  expect(await removing(true)).toEqual({ asked, written: 'Removed 1 application.\n' })
  expect((await spawnCommand(['apps'], { cwd: folder }).finished).stdout).toBe('No application is recorded.\n')
})
