// What loading a module does to its own constants is in the versions of the nodes that read them: modules are run before
// and after an edit, and a node that gives something else must have another version.
//
// THROUGHLINE_CASES sets the number of modules, THROUGHLINE_SEED the first seed.

import { resolve } from 'node:path'
import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Resolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import { createVersions } from './create-versions.ts'
import { randomNumbers } from './fixtures/random-project.ts'
import { randomState, writeState } from './fixtures/random-state.ts'

const cases = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const firstSeed = Number(process.env['THROUGHLINE_SEED'] ?? 1)

const path = resolve('/generated/module.js')
const resolver: Resolver = { resolve: () => ({ kind: 'unresolved', reason: '' }), clear: () => undefined }

/** What each node gives; `undefined` when the module cannot be loaded. Each node runs in a module of its own. */
function run(text: string, nodes: readonly string[]): readonly string[] | undefined {
  try {
    const body = `${text.replaceAll('export ', '')}\nreturn { ${nodes.join(', ')} }`
    const load = runInThisContext(`(() => {"use strict"\n${body}\n})`) as () => Record<string, () => string>
    return nodes.map((node) => load()[node]!())
  } catch {
    return undefined
  }
}

test('a node that gives something else after an edit has another version', () => {
  let different = 0
  let kept = 0
  let equal = 0
  for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
    const random = randomNumbers(seed + 0.5)
    const { lines, nodes, numbers } = randomState(seed)
    const values = Array.from({ length: numbers }, (_, index) => index + 1)
    const text = writeState(lines, values)
    const given = run(text, nodes)
    if (!given) continue
    const tree = new SourceTree()
    tree.update(path, text)
    const versions = createVersions({ tree, resolver })
    const all = (): (string | undefined)[] => nodes.map((node) => versions.codeVersion(path, node).version)
    const before = all()
    for (let edit = 0; edit < 8; edit++) {
      const changed = edited(lines, values, random)
      const after = run(changed, nodes)
      if (!after) continue
      tree.update(path, changed)
      versions.update([path])
      const now = all()
      for (const [index, node] of nodes.entries()) {
        const isSame = before[index] === now[index]
        if (given[index] !== after[index]) different++
        else if (isSame) kept++
        else equal++
        const missed = given[index] !== after[index] && isSame ? { seed, node, text, changed } : undefined
        expect(missed).toBeUndefined()
      }
    }
  }
  expect(different).toBeGreaterThan(cases)
  expect(kept).toBeGreaterThan(different)
  // Versions that changed although the value is the same, for this edit and these numbers.
  expect(equal).toBeLessThan(kept)
})

/** Another number, a line less, or two lines in the other order. */
function edited(lines: readonly string[], values: readonly number[], random: () => number): string {
  const kind = random()
  const at = Math.floor(random() * lines.length)
  if (kind < 0.6) {
    const number = Math.floor(random() * values.length)
    return writeState(
      lines,
      values.map((value, index) => (index === number ? value + 1000 : value)),
    )
  }
  if (kind < 0.8) return writeState(lines.toSpliced(at, 1), values)
  const other = lines[at + 1]
  return writeState(other === undefined ? lines : lines.toSpliced(at, 2, other, lines[at]!), values)
}
