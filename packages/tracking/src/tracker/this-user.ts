// Who runs this process.

import { userInfo } from 'node:os'

/** Name of the user in the words of the system; `undefined` where there is none, as in some containers. */
export function thisUser(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return process.env['USER'] ?? process.env['USERNAME']
  }
}
