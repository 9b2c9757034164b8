// The first example of the README, as printed.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripTypeScriptTypes } from 'node:module'

export interface Example {
  /** file name -> text. A block names its file in its first line, `// features.ts`; one that does not is `main.ts`. */
  readonly files: Readonly<Record<string, string>>
  /** The last file: the one to run. */
  readonly main: string
  /** What it prints, from the `text` block that follows. */
  readonly output: string
}

interface Block {
  readonly language: string
  readonly text: string
}

/** @throws when the README has no TypeScript example, or does not say what it prints */
export function readmeExample(): Example {
  const blocks = blocksOf(readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8'))
  const start = blocks.findIndex(({ language }) => language === 'ts')
  if (start < 0) throw new Error('README.md has no block of TypeScript')
  const length = blocks
    .slice(start)
    .findIndex(({ language, text }, index) => language !== 'ts' || (index > 0 && !fileNameOf(text)))
  const example = blocks.slice(start, length < 0 ? undefined : start + length)
  const files = Object.fromEntries(example.map(({ text }) => [fileNameOf(text) ?? 'main.ts', text]))
  const next = blocks[start + example.length]
  if (next?.language !== 'text')
    throw new Error('README.md does not say what its first example prints, in a block of text behind it')
  const output = next.text
  return { files, main: Object.keys(files).at(-1) ?? '', output }
}

/** The same example without types: what somebody who writes JavaScript has. */
export function asJavaScript({ files, main, output }: Example): Example {
  const renamed = Object.entries(files).map(([name, text]) => [
    name.replace(/\.ts$/, '.js'),
    stripTypeScriptTypes(text).replaceAll(/(from\s+['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'),
  ])
  return { files: Object.fromEntries(renamed) as Record<string, string>, main: main.replace(/\.ts$/, '.js'), output }
}

function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))
}

const fileNameOf = (text: string): string | undefined => /^\/\/ ([\w./-]+\.ts)\b/.exec(text)?.[1]
