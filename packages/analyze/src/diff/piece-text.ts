// The text of a piece of code, in whole lines.

import { readFileSync } from 'node:fs'
import type { Stretch } from '../facts/place.ts'
import type { VersionUnit } from '../versions/code-version.ts'
import type { ProjectSnapshot } from './snapshot.ts'

const LARGEST_TEXT_BYTES = 512 * 1024

/** Whole lines of code; the content of other files; `undefined` for what is no text. */
export function textOf(unit: VersionUnit, side: ProjectSnapshot): string | undefined {
  if (unit.kind === 'file') return contentOf(unit.file)
  const file = side.file(unit.file)
  return file && wholeLines(file.text, unit)
}

export function wholeLines(text: string, { start, end }: Stretch): string {
  const from = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const rest = /[\r\n]/.exec(text.slice(end))
  return text.slice(from, rest ? end + rest.index : text.length)
}

function contentOf(path: string): string | undefined {
  try {
    const bytes = readFileSync(path)
    return bytes.length > LARGEST_TEXT_BYTES || bytes.includes(0) ? undefined : bytes.toString('utf8')
  } catch {
    return ''
  }
}
