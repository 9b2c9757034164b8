import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createOriginResolver } from './origin-resolver.ts'

const path = fileURLToPath(new URL('../../fixtures/forms/forms.cjs', import.meta.url))
const forms = createRequire(import.meta.url)(path) as Record<string, (...args: never[]) => unknown> & {
  object: Record<string, (...args: never[]) => unknown>
}
const resolve = createOriginResolver()

function placeOf(fn: ((...args: never[]) => unknown) | undefined): string | undefined {
  const origin = resolve({ exportPath: 'name', ...(fn && { fn }) })
  expect(origin === undefined || origin.module === path).toBe(true)
  return origin && `${origin.line}:${origin.column}`
}

test('a function is placed where its parameters begin, an async arrow at its first word', () => {
  expect(placeOf(forms['arrow'])).toBe('2:17')
  expect(placeOf(forms['asyncArrow'])).toBe('3:22')
  expect(placeOf(forms['bare'])).toBe('4:16')
  expect(placeOf(forms['expression'])).toBe('5:31')
  expect(placeOf(forms['declared'])).toBe('6:18')
  expect(placeOf(forms['declaredAsync'])).toBe('8:29')
  expect(placeOf(forms['generator'])).toBe('10:20')
  expect(placeOf(forms.object['method'])).toBe('12:26')
  expect(placeOf(forms.object['later'])).toBe('12:59')
  expect(placeOf(forms['multiline'])).toBe('14:3')
})

test('what has no source is unknown, and nothing throws', () => {
  expect(placeOf(forms['native'])).toBeUndefined()
  expect(placeOf(forms['bound'])).toBeUndefined()
  expect(placeOf(undefined)).toBeUndefined()
})

test('code that is loaded later is found too', () => {
  const later = createRequire(import.meta.url)(
    fileURLToPath(new URL('../../fixtures/forms/later.cjs', import.meta.url)),
  ) as { later: () => void }
  expect(resolve({ exportPath: 'later', fn: later.later })).toMatchObject({ line: 3, column: 17, exportPath: 'later' })
})

test('a resolver leaves nothing behind that keeps a function alive or slows it', () => {
  placeOf(forms['arrow'])
  expect(Object.getOwnPropertySymbols(globalThis).map(String)).not.toContain('Symbol(throughline.inspected)')
})
