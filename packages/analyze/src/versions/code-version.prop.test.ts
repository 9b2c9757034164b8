// Code versions of generated projects, compared with what the generator knows.
//
// THROUGHLINE_CASES sets the number of projects, THROUGHLINE_SEED the first seed.

import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Resolver } from '../resolve/resolver.ts'
import { parseSource } from '../source/source-file.ts'
import { SourceTree } from '../source/source-tree.ts'
import { createVersions, type Versions } from './create-versions.ts'
import { randomNumbers, randomProject, type RandomProject, type RandomUnit } from './fixtures/random-project.ts'
import { reformat } from './fixtures/reformat.ts'

const cases = Number(process.env['THROUGHLINE_CASES'] ?? 150)
const firstSeed = Number(process.env['THROUGHLINE_SEED'] ?? 1)
const seeds = Array.from({ length: cases }, (_, index) => firstSeed + index)

const root = resolve('/generated')
const pathOf = (file: string): string => resolve(root, file)
/** All files are in one folder, and in memory. */
const resolver: Resolver = {
  resolve: (specifier) => ({ kind: 'file', path: resolve(root, specifier) }),
  clear: () => undefined,
}

interface Opened {
  readonly tree: SourceTree
  readonly versions: Versions
}

function open(files: ReadonlyMap<string, string>): Opened {
  const tree = new SourceTree()
  for (const [file, text] of files) tree.update(pathOf(file), text)
  return { tree, versions: createVersions({ tree, resolver }) }
}

function update({ tree, versions }: Opened, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) tree.update(pathOf(file), text)
  versions.update([...files.keys()].map(pathOf))
}

function table({ versions }: Opened, units: readonly RandomUnit[]): (string | undefined)[] {
  return units.map(({ name, file }) => versions.codeVersion(pathOf(`f${file}.ts`), name).version)
}

/** The units that reach one, by the generator. */
function reaching({ units }: RandomProject, changed: number): boolean[] {
  return units.map((_, from) => {
    const seen = new Set([from])
    for (const one of seen) for (const read of units[one]!.reads) seen.add(read)
    return seen.has(changed)
  })
}

test('another layout, other comments, quotes and types never change a version', () => {
  for (const seed of seeds) {
    const { units, write } = randomProject(seed)
    const random = randomNumbers(seed + 0.5)
    const files = write(units.map((_, index) => index))
    const opened = open(files)
    const before = table(opened, units)
    expect(before).not.toContain(undefined)
    const others = new Map([...files].map(([file, text]) => [file, reformat(text, random)]))
    for (const [file, text] of others) expect(parseSource(file, text).errors, `${seed} ${file}\n${text}`).toEqual([])
    update(opened, others)
    expect(table(opened, units), `seed ${seed}`).toEqual(before)
    expect(table(open(others), units), `seed ${seed}`).toEqual(before)
  }
})

test('a change of one declaration changes exactly those that reach it', () => {
  for (const seed of seeds) {
    const project = randomProject(seed)
    const { units, write } = project
    const random = randomNumbers(seed + 0.25)
    let values = units.map((_, index) => index)
    const opened = open(write(values))
    let before = table(opened, units)
    for (let edit = 0; edit < 4; edit++) {
      const changed = Math.floor(random() * units.length)
      values = values.map((value, index) => (index === changed ? value + 100 : value))
      const files = new Map(
        [...write(values)].map(([file, text]) => [file, random() < 0.5 ? text : reformat(text, random)]),
      )
      update(opened, files)
      const after = table(opened, units)
      expect(
        after.map((version, index) => version !== before[index]),
        `seed ${seed}, unit ${changed}`,
      ).toEqual(reaching(project, changed))
      expect(after, `seed ${seed}`).toEqual(table(open(files), units))
      before = after
    }
  }
})

test('declarations and files may stand in any order', () => {
  for (const seed of seeds) {
    const { units, write } = randomProject(seed)
    const files = write(units.map((_, index) => index))
    const before = table(open(files), units)
    const shuffled = new Map(
      [...files].reverse().map(([file, text]) => {
        // Only functions are moved: they are there before they are written.
        const blocks = text.split(/\n(?=export async function|export (?!async function)|\/\*\*|import )/)
        const isFunction = (block: string): boolean => /^(\/\*\*.*\n)?export async function/.test(block)
        return [file, [...blocks.filter(isFunction), ...blocks.filter((block) => !isFunction(block))].join('\n')]
      }),
    )
    expect(table(open(shuffled), units), `seed ${seed}`).toEqual(before)
  }
})

test('whatever is edited, what was kept is what would be read anew', () => {
  let given = 0
  for (const seed of seeds) {
    const random = randomNumbers(seed + 0.125)
    const { units, write } = randomProject(seed)
    const values = units.map((_, index) => index)
    const files = new Map([
      ...write(values),
      ...['f1.ts', 'f2.ts', 'f3.ts'].map((file) => [file, ''] as const),
      ...write(values),
    ])
    const opened = open(files)
    for (let edit = 0; edit < 5; edit++) {
      // A file of another project takes the place of one, so that names come, go and lead elsewhere.
      const other = randomProject(Math.floor(random() * 1000))
      const texts = [...other.write(other.units.map((_, index) => index + edit))]
      const some = texts.filter(() => random() < 0.4)
      for (const [file, text] of some) files.set(file, text)
      update(opened, new Map(some))
      const kept = summary(opened, files)
      expect({ seed, edit, kept }).toEqual({ seed, edit, kept: summary(open(files), files) })
      given += kept.filter(([, version]) => version !== undefined).length
    }
  }
  expect(given).toBeGreaterThan(cases)
})

/** Everything that is known of every name in every file. */
function summary({ versions }: Opened, files: ReadonlyMap<string, string>): unknown[][] {
  const names = Array.from({ length: 16 }, (_, index) => `u${index}`)
  return [...files.keys()].flatMap((file) =>
    names.map((name) => {
      const { version, reason, impure, caveats, units } = versions.codeVersion(pathOf(file), name)
      return [`${file} ${name}`, version, reason, impure, caveats, units]
    }),
  )
}
