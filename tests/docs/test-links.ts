// The tests that a page names: links whose text is the title of a test, and whose target is its file.

import ts from 'typescript-6'

export interface TestLink {
  /** The text of the link. */
  readonly title: string
  /** As the page writes it, relative to the page. */
  readonly file: string
  /** The line of the page, from 1. */
  readonly line: number
}

/** `[title](file.test.ts)`, or `[title][id]` with `[id]: file.test.ts` somewhere in the page. */
const LINK = /\[(?<title>[^\]]+)\](?:\((?<file>[^)\s]+)\)|\[(?<id>[^\]]+)\])/g
const DEFINITION = /^\[(?<id>[^\]]+)\]: (?<file>\S+)$/gm
const TEST_FILE = /\.test(?:-d)?\.ts$/

/** @throws when a link has an id that the page does not define */
export function testLinks(markdown: string): readonly TestLink[] {
  const files = new Map([...markdown.matchAll(DEFINITION)].map(({ groups }) => [groups!['id']!, groups!['file']!]))
  return markdown.split('\n').flatMap((text, index) =>
    [...text.matchAll(LINK)].flatMap(({ groups }) => {
      const { title, id, file = files.get(id!) } = groups!
      if (file === undefined) throw new Error(`line ${index + 1}: nothing says where [${id}] leads`)
      return TEST_FILE.test(file) ? [{ title: title!, file, line: index + 1 }] : []
    }),
  )
}

/**
 * The titles of `it`, `test` and `describe` in a test file, as they are written, with `%s` where a table fills them in.
 * In a file of type tests, the reasons behind `@ts-expect-error`.
 */
export function titlesIn(file: string, source: string): ReadonlySet<string> {
  if (file.endsWith('.test-d.ts'))
    return new Set([...source.matchAll(/\/\/ @ts-expect-error (.+)$/gm)].map(([, reason]) => reason!))
  const titles = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ['it', 'test', 'describe'].includes(calledName(node))) {
      const [title] = node.arguments
      if (title && ts.isStringLiteralLike(title)) titles.add(title.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest))
  return titles
}

/** `it` of `it(...)`, `it.concurrent(...)`, `it.each(...)(...)` and `` it.each`...`(...) ``. */
function calledName(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isTaggedTemplateExpression(node)) return calledName(node.tag)
  return ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) ? calledName(node.expression) : ''
}
