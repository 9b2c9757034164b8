// Who runs the server: PostgreSQL refuses to run as root.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** @returns undefined for whoever runs the tests; for root somebody without rights, who is made when there is nobody */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const found = findUser('postgres') ?? findUser('nobody')
  if (found) return found
  execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
  return findUser('postgres')
}

function findUser(name: string): ServerUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined || uid === '0' ? undefined : { uid: Number(uid), gid: Number(gid) }
}
