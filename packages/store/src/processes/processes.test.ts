// A process is gone only when that is certain.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { nodeProcesses } from './processes.ts'

const processes = nodeProcesses()

it('says that this process and its parent live', () => {
  expect(processes.isGone(processes.self)).toBe(false)
  expect(processes.isGone({ ...processes.self, pid: process.ppid, started: '' })).toBe(false)
})

it('says that one is gone when it has ended, also before its parent asks', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const identity = { ...processes.self, pid: child.pid!, started: '' }
  expect(processes.isGone(identity)).toBe(false)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  expect(processes.isGone(identity)).toBe(true)
})

it('knows that a number was given to another process since', { timeout: 5000 }, () => {
  const isTold = processes.self.started !== ''
  expect(processes.isGone({ ...processes.self, started: '1' })).toBe(isTold)
  expect(isTold).toBe(process.platform === 'linux')
})

it('knows nothing of another machine', () => {
  expect(processes.isGone({ host: 'elsewhere', pid: 999_999_999, started: '1' })).toBe(false)
})
