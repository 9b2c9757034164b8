// Which codecs the values of a fixture need.

import { MARK } from '../state/storable.ts'
import type { StepFixture } from './step-fixture.ts'

/** The names of the codecs that its values were encoded by, once each; `replay` needs these codecs. */
export function codecNames(fixture: StepFixture): readonly string[] {
  return [...new Set(namesIn(fixture))]
}

function* namesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    for (const item of value) yield* namesIn(item)
    return
  }
  if (!Object.hasOwn(value, MARK)) {
    for (const item of Object.values(value)) yield* namesIn(item)
    return
  }
  const { [MARK]: name, value: encoded } = value as { readonly [MARK]: string; readonly value: object }
  if (name === '') {
    for (const item of Object.values(encoded)) yield* namesIn(item)
    return
  }
  yield name
  yield* namesIn(encoded)
}
