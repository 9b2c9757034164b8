// Assertions about the pages of errors: what a user sees is what they show. With `THROUGHLINE_UPDATE_DOCS` they are written.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Of the codes of a catalogue: these rooms have a page for each of them, and no other page. */
    toHavePagesIn: (...rooms: readonly string[]) => R
    /** Of a text: the page of this code shows it, below its heading. */
    toReadAsThePageOf: (code: string) => R
  }
}

const PAGES = new URL('../../docs/errors/', import.meta.url)
/** What a user sees, as a page shows it. */
const SHOWN = /```text\n([^]*?)\n?```/

expect.extend({
  toHavePagesIn(codes: readonly string[], ...rooms: readonly string[]) {
    const pages = rooms.flatMap((room) =>
      readdirSync(new URL(`${room}/`, PAGES)).map((file) => `${room}/${file.replace(/\.md$/, '')}`),
    )
    const [actual, expected] = [inOrder(codes), inOrder(pages)]
    const message = (): string => `the codes of a catalogue and the pages in docs/errors/${rooms.join(', ')} differ`
    return { pass: this.equals(actual, expected), message, actual, expected }
  },
  toReadAsThePageOf(text: string, code: string) {
    const url = new URL(`${code}.md`, PAGES)
    if (process.env['THROUGHLINE_UPDATE_DOCS']) {
      const updated = readFileSync(url, 'utf8').replace(SHOWN, () => `\`\`\`text\n${text}\n\`\`\``)
      writeFileSync(url, updated)
    }
    const page = readFileSync(url, 'utf8')
    const shown = SHOWN.exec(page)?.[1]
    const isHeaded = page.startsWith(`# ${code}\n`)
    const message = (): string =>
      isHeaded ? `docs/errors/${code}.md shows another text` : `docs/errors/${code}.md does not begin with "# ${code}"`
    return { pass: isHeaded && shown === text, message, actual: text, expected: shown }
  },
})

function inOrder(codes: readonly string[]): string[] {
  return codes.toSorted((a, b) => (a < b ? -1 : 1))
}
