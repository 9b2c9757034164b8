// An error that was kept as plain data becomes one that can be thrown.

import type { ErrorRecord } from '../run/error-record.ts'

/** It has the name, the message, the code and the causes; not the class. */
export function reviveError({ name, message, stack, codes = [], cause }: ErrorRecord): Error {
  const error = new Error(message, cause && { cause: reviveError(cause) })
  error.name = name
  if (stack !== undefined) error.stack = stack
  return Object.assign(error, codes[0] !== undefined && { code: codes[0] })
}
