// The examples in doc comments that say what they give.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linesOf, type PageLine } from './page-program.ts'

export interface CommentExample {
  /** `packages/core/src/flow/dataflow.ts:22` */
  readonly place: string
  /** The name of the package whose public names the example may use. */
  readonly packageName: string
  readonly lines: readonly PageLine[]
}

/** Every `@example` below `packages/<name>/src` in which a line ends in `// => value`. */
export function commentExamples(root: string): readonly CommentExample[] {
  return readdirSync(join(root, 'packages')).flatMap((room) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8')) as { name: string }
    const source = join('packages', room, 'src')
    return readdirSync(join(root, source), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file))
      .sort()
      .flatMap((file) =>
        examplesIn(readFileSync(join(root, source, file), 'utf8')).map((lines) => ({
          place: `${join(source, file)}:${lines[0]!.line}`.replaceAll('\\', '/'),
          packageName: manifest.name,
          lines,
        })),
      )
  })
}

/** The examples in a source file that can be compared, on the lines of that file. */
export function examplesIn(source: string): readonly (readonly PageLine[])[] {
  const examples: PageLine[][] = []
  for (const comment of source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const first = source.slice(0, comment.index).split('\n').length
    const lines = comment[0]
      .split('\n')
      .map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\* ?)/, '').replace(/\s*\*\/$/, ''))
    for (const [index, line] of lines.entries()) {
      if (!line.trimStart().startsWith('@example')) continue
      const rest = lines.slice(index + 1)
      const end = rest.findIndex((one) => one.trimStart().startsWith('@'))
      const text = rest
        .slice(0, end < 0 ? undefined : end)
        .join('\n')
        .trimEnd()
      if (text.includes('// => ')) examples.push(linesOf(text, first + index + 1))
    }
  }
  return examples
}
