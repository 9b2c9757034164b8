// Code versions of a module of 4,000 nodes in a fresh process, or only its syntax.
//
// usage: node analyze.ts <parse | versions> <nodes>

import { join } from 'node:path'
import { median } from '../measure.ts'
import { createResolver, createVersions, parseSource, SourceTree } from '@throughline/analyze'

const [, , mode = '', nodes = ''] = process.argv
const size = Number(nodes)
const path = join(import.meta.dirname, '..', 'generated', 'nodes.ts')

/** Nodes of eight lines with a comment; each reads one of fifty helpers, and all of those one constant. */
function moduleOf(count: number): string {
  const node = (index: number): string => `
/**
 * What node gives ${index}.
 * @unit births per day
 */
export function node${index}({ a${index}, b${index} = 3, c }: { a${index}: number; b${index}?: number; c: string[] }): number {
  const rows = c.map((row, position) => row.length + position)
  let total = 0
  for (const row of rows) total += helper${index % 50}(row, a${index}) * b${index}
  return total
}
`
  const helper = (_: unknown, index: number): string =>
    `function helper${index}(x: number, y: number): number {\n  return x * y + ${index} + SHARED\n}\n`
  return [
    "import { retry } from 'throughline'\n",
    ...Array.from({ length: count }, (_, index) => node(index)),
    ...Array.from({ length: 50 }, helper),
    'export const retried = retry(node1, { maxAttempts: 3 })\nconst SHARED = 3\n',
  ].join('')
}

const timeMs = (work: () => void): number => {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

const text = moduleOf(size)
if (mode === 'parse') {
  console.log(JSON.stringify({ parseMs: timeMs(() => void parseSource(path, text).program) }))
} else {
  const tree = new SourceTree()
  tree.update(path, text)
  const versions = createVersions({ tree, resolver: createResolver() })
  const all = (): (string | undefined)[] =>
    Array.from({ length: size }, (_, index) => versions.codeVersion(path, `node${index}`).version)
  let before: (string | undefined)[] = []
  const coldMs = timeMs(() => (before = all()))
  let now = text
  const edit = (find: string | RegExp, replace: string): { changed: number; ms: number } => {
    const next = now.replace(find, replace)
    if (next === now) throw new Error(`the module has no ${String(find)}`)
    let after = before
    const ms = timeMs(() => {
      tree.update(path, next)
      versions.update([path])
      after = all()
    })
    const changed = after.filter((version, index) => version !== before[index]).length
    now = next
    before = after
    return { changed, ms }
  }
  // Each edit comes again and again, as for somebody who works on the file.
  const rounds = Array.from({ length: 9 }, (_, round) => ({
    comment: edit(/gives 2000 in round \d+|gives 2000/, `gives 2000 in round ${round}`),
    node: edit(/a17\) [*/]+ /, `a17) ${round % 2 === 0 ? '/' : '*'} `),
    helper: edit(/x \* y [-+] 7 /, `x * y ${round % 2 === 0 ? '-' : '+'} 7 `),
    shared: edit(/SHARED = \d+/, `SHARED = ${round + 4}`),
    added: edit('\nexport const retried', `\nexport const another${round} = 1\nexport const retried`),
  }))
  const names = Object.keys(rounds[0]!) as (keyof (typeof rounds)[number])[]
  const edits = Object.fromEntries(
    names.map((name) => [
      name,
      { changed: rounds.map((round) => round[name].changed), ms: median(rounds.map((round) => round[name].ms)) },
    ]),
  )
  console.log(JSON.stringify({ coldMs, edits }))
}
