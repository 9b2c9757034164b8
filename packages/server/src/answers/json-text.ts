// Answers as JSON text: numbers and values that JSON does not have are tagged as in events, so that nothing is lost.

import { encodePayload } from '@throughline/store'

/** @see encodePayload of `@throughline/store` for the tags: `{ "$number": "NaN" }`, `{ "$bigint": "12" }`, `{ "$date": 0 }` */
export function toJsonText(value: unknown): string {
  return JSON.stringify(encodePayload(value))
}
