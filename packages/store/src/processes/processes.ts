// Who a process is, so that others can tell whether it still lives.

import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export interface ProcessIdentity {
  /** The machine, since its last start, and on Linux the space of its process numbers: a container has its own. */
  readonly host: string
  readonly pid: number
  /** When it was started, in the words of the system; empty where the system does not tell. */
  readonly started: string
}

/** What the store knows about processes. */
export interface Processes {
  readonly self: ProcessIdentity
  /** True only when it is certain: a process of another machine may always be alive. */
  isGone(process: ProcessIdentity): boolean
}

/** The processes of this machine. */
export function nodeProcesses(): Processes {
  const host = thisHost()
  return {
    self: { host, pid: process.pid, started: startOf(process.pid) },
    isGone: (other) => {
      if (other.host !== host) return false
      if (isPidFree(other.pid)) return true
      // The number may have been given to another process since.
      const started = other.started === '' ? '' : startOf(other.pid)
      return started !== '' && started !== other.started
    },
  }
}

function isPidFree(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Ended, and its parent has not asked yet how. */
function isZombie(pid: number): boolean {
  return statOf(pid)[0] === 'Z'
}

function thisHost(): string {
  const parts = [hostname(), textOf('/proc/sys/kernel/random/boot_id')]
  try {
    parts.push(readlinkSync('/proc/self/ns/pid'))
  } catch {
    // Not Linux.
  }
  return parts.filter((part) => part !== '').join(' ')
}

/** Ticks since the machine was started. */
function startOf(pid: number): string {
  return statOf(pid)[19] ?? ''
}

/** The fields of proc(5) `/proc/<pid>/stat` from the third on: the second is a name and may hold spaces and brackets. */
function statOf(pid: number): readonly string[] {
  const text = textOf(`/proc/${pid}/stat`)
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}
