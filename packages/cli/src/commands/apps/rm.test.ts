// Removing applications at a terminal; without one it is a matter of the command as a whole.

import pc from 'picocolors'
import { beforeAll, expect, test } from 'vitest'
import { makeDiceProject } from '../../../fixtures/dice-project.ts'
import { makeScratch, spawnCommand } from '../../../fixtures/spawn-command.ts'
import type { Context } from '../context.ts'
import { rm } from './rm.ts'

const folder = makeScratch()
beforeAll(() => makeDiceProject(folder))

async function removing(answer: boolean, flags: { yes?: boolean; json?: boolean } = {}): Promise<object> {
  const asked: string[] = []
  let written = ''
  const screen = {
    write: (text: string) => void (written += text),
    isTerminal: true,
    columns: () => 80,
    colours: pc.createColors(false),
  }
  const context: Context = {
    process: { exitCode: 0 } as unknown as Context['process'],
    terminal: { out: screen, err: screen },
    directory: folder,
    confirm: async (question) => {
      asked.push(question)
      return answer
    },
  }
  await rm.call(context, { yes: false, json: false, ...flags }, 'table 7')
  return { asked, written }
}

test('a person at the terminal is asked first, and may say no', async () => {
  const asked = ['Remove 1 application for good?']
  expect(await removing(false)).toEqual({ asked, written: 'Nothing was removed.\n' })
  expect(await removing(false, { json: true })).toEqual({ asked, written: '{"removed":[]}\n' })
  expect((await spawnCommand(['apps'], { cwd: folder }).finished).stdout).toContain('table 7')
  expect(await removing(true)).toEqual({ asked, written: 'Removed 1 application.\n' })
  expect((await spawnCommand(['apps'], { cwd: folder }).finished).stdout).toBe('No application is recorded.\n')
})
