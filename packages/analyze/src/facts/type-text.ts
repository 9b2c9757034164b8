// Types as they are written.

import type { TSType } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import { placeOf, type Place, type Stretch } from './place.ts'

/** A type as a text, and where it is written. */
export interface WrittenType {
  /** On one line. */
  readonly text: string
  readonly place: Place
}

export function writtenType(file: SourceFile, type: TSType): WrittenType {
  return { text: textOf(file, type), place: placeOf(file, type) }
}

/** The text of a stretch, on one line: what was broken over lines is joined again. */
export function textOf(file: SourceFile, { start, end }: Stretch): string {
  const text = file.text.slice(start, end)
  if (!/[\n\r]/.test(text)) return text
  return text
    .replace(/\s*[\n\r]\s*/g, ' ')
    .replace(/([([<]) /g, '$1')
    .replace(/,? ([)\]>])/g, '$1')
    .replace(/^\| /, '')
}

/** What a promise of this type gives, as far as it is written so: `Promise<number>` gives `number`. */
export function awaitedText(file: SourceFile, type: TSType): string {
  const inner = promisedType(type)
  return textOf(file, inner ?? type)
}

/** The type between the brackets of `Promise<...>`, through all of them. */
export function promisedType(type: TSType): TSType | undefined {
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined
  if (type.typeName.name !== 'Promise' && type.typeName.name !== 'PromiseLike') return undefined
  const inner = type.typeArguments?.params[0]
  return inner && (promisedType(inner) ?? inner)
}
