// Files in one line: a path, what its bytes mean, and what more is known of it.

import type { Sink, Source } from 'throughline/io'
import type { Format } from './formats/format.ts'
import { filePlace, type FileOptions } from './places/file-place.ts'
import { httpPlace, type HttpOptions } from './places/http-place.ts'
import { packedPlace, packingOf } from './places/packed-place.ts'
import type { WrittenBytes } from './places/place.ts'
import { sinkOf } from './sink.ts'
import { sourceOf } from './source.ts'

/** Where a value is read from and written to. */
export interface SourceAndSink<out Value, in Accepted> extends Source<Value>, Sink<Accepted, WrittenBytes> {}

/**
 * A file in a format: read by `loaded`, written by `saved`, whole or not at all. A name that ends in `.gz` or `.zst` is
 * of a packed file.
 *
 * @param path relative paths start where the process was started, or in `within`
 * @throws {io/outside} when the path leads out of `within`
 */
export function file<Value, Accepted>(
  path: string | URL,
  format: Format<Value, Accepted>,
  options: FileOptions = {},
): SourceAndSink<Value, Accepted> {
  const place = filePlace(path, options)
  const packing = packingOf(place.path)
  const found = packing ? packedPlace(place, packing) : place
  return { ...sourceOf(found, format), ...sinkOf(found, format) }
}

/**
 * An address on the web in a format: read by GET, written by PUT, once what is written is complete. A path that ends in
 * `.gz` or `.zst` is of a packed file. The version is a strong ETag. Nothing is tried twice; that is what `retry` is for.
 *
 * @throws {io/bad-option}; when it reads or writes {io/http-status} {io/http-timeout} {io/http-cut} {io/http-redirect}
 *   {io/unreachable}
 * @example
 * import { loaded } from 'throughline/io'
 * import { csv, http } from '@throughline/io'
 * export const sales = loaded(({ token }: { token: string }) =>
 *   http('https://example.com/sales.csv', csv(), { headers: { authorization: `Bearer ${token}` } }),
 * )
 */
export function http<Value, Accepted>(
  url: string | URL,
  format: Format<Value, Accepted>,
  options: HttpOptions = {},
): SourceAndSink<Value, Accepted> {
  const place = httpPlace(url, options)
  const packing = packingOf(new URL(url).pathname)
  const found = packing ? packedPlace(place, packing) : place
  return { ...sourceOf(found, format), ...sinkOf(found, format) }
}
