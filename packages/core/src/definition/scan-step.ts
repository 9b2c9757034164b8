// Reads the names that a step of a pipe asks for: its second parameter is taken apart, as the first one of a node is.

import type { AnyFunction } from '../typing/node-function.ts'
import { isReadable, scanHeadText, type Head, type UnreadableHead } from './scan-head.ts'
import { TokenReader } from './token-reader.ts'

const READS_NOTHING: Head = { form: 'none', dependencies: [], readsContext: false, reusable: true }

/**
 * The head of a step, `(value, { a, b }, context) => ...`, without its first parameter. A native function of at most one
 * parameter, such as `Math.abs`, reads nothing but the value.
 *
 * @complexity O(length of the head)
 */
export function scanStep(fn: AnyFunction): Head | UnreadableHead {
  const text = Function.prototype.toString.call(fn)
  const isNative = /\[native code\]\s*\}$/.test(text)
  return isNative && fn.length > 1 ? { form: 'unreadable', parameters: [] } : scanStepText(text)
}

/** `scanStep` for the text of a function, as `Function.prototype.toString` gives it. */
export function scanStepText(text: string): Head | UnreadableHead {
  try {
    const start = findSecondParameter(text)
    if (start === undefined) return READS_NOTHING
    const head = scanHeadText(`(${text.slice(start)}`)
    if (!isReadable(head)) return head
    const toOriginal = start - 1
    return { ...head, dependencies: head.dependencies.map((one) => ({ ...one, offset: one.offset + toOriginal })) }
  } catch (error) {
    if (error instanceof RangeError) return { form: 'unreadable', parameters: [] }
    throw error
  }
}

/** Where it begins; nothing when there is none. @throws {RangeError} when the text cannot be read */
function findSecondParameter(text: string): number | undefined {
  const reader = new TokenReader(text)
  for (reader.next(); !reader.is('('); reader.next()) {
    // One parameter without brackets.
    if (reader.is('=>')) return undefined
    if (reader.is('[')) reader.skipExpression('')
  }
  reader.next()
  if (reader.is(')')) return undefined
  reader.skipExpression(',)')
  if (reader.is(')')) return undefined
  reader.next()
  return reader.is(')') ? undefined : reader.start
}
