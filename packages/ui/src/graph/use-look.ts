// For pictures whose look does not stand in the address.

import { useCallback, useState } from 'react'
import type { GraphLook, LookChange } from './picture.ts'

export function useLook(first: GraphLook = {}): readonly [GraphLook, (change: LookChange) => void] {
  const [look, setLook] = useState(first)
  const change = useCallback((part: LookChange) => setLook((now) => changed(now, part)), [])
  return [look, change]
}

/** What is `undefined` is taken away. */
export function changed(look: GraphLook, change: LookChange): GraphLook {
  return Object.fromEntries(Object.entries({ ...look, ...change }).filter(([, value]) => value !== undefined))
}
