// A generated project that is edited on disk, run in a fresh process after every edit: with and without what earlier runs
// have kept there is never a difference, and what is computed is what has other code or other inputs than ever before.
//
// THROUGHLINE_CASES sets five hundred times the number of histories, THROUGHLINE_SEED the seed.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject, editProject, filesOf, randomFrom, type Project } from './fixtures/project.ts'

const histories = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 500) / 500)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)
const TURNS = 14

interface Outcome {
  readonly cached: Record<string, unknown>
  readonly plain: Record<string, unknown>
  readonly computed: readonly string[]
  readonly versions: Record<string, string>
  readonly reads: Record<string, readonly string[]>
  readonly issues: readonly string[]
}

const program = join(import.meta.dirname, 'fixtures', 'run-project.ts')
const modules = join(import.meta.dirname, '..', '..', 'node_modules')

function write(folder: string, project: Project): void {
  for (const [name, text] of Object.entries(filesOf(project))) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    let before: string | undefined
    try {
      before = readFileSync(path, 'utf8')
    } catch {}
    if (before !== text) writeFileSync(path, text)
  }
}

function run(folder: string, { inputs }: Project): Outcome {
  const args = [program, folder, JSON.stringify(inputs)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Outcome
}

/** What has other code, or reads other values, than in any run before. */
function fresh({ plain, versions, reads }: Outcome, inputs: Record<string, unknown>, seen: Set<string>): string[] {
  const all = { ...inputs, ...plain }
  return Object.keys(plain).filter((node) => {
    const values = reads[node]!.toSorted().map((name) => [name, typeof all[name], all[name]])
    const key = JSON.stringify([node, versions[node], values])
    return !seen.has(key) && seen.add(key)
  })
}

it(`a project that is edited gives what running gives (${histories} histories)`, { timeout: 3_600_000 }, () => {
  for (let history = 0; history < histories; history++) {
    const random = randomFrom(seed + history)
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'throughline-edited-')))
    try {
      mkdirSync(join(folder, 'node_modules'))
      for (const name of ['throughline', '@throughline'])
        symlinkSync(join(modules, name), join(folder, 'node_modules', name))
      const project = createProject(random)
      const seen = new Set<string>()
      const told: string[] = [`seed ${seed + history}`]
      for (let turn = 0; turn < TURNS; turn++) {
        const edits = turn === 0 ? [] : Array.from({ length: 1 + random(2) }, () => editProject(project, random))
        told.push(edits.map(({ what }) => what).join(' and ') || 'nothing')
        write(folder, project)
        const outcome = run(folder, project)
        const where = told.join('\n')
        const { cached, plain, issues } = outcome
        const computed = outcome.computed.toSorted()
        const needed = fresh(outcome, project.inputs, seen).toSorted()
        expect({ where, cached, issues, computed }).toEqual({ where, cached: plain, issues: [], computed: needed })
        if (edits.every(({ isEmpty }) => isEmpty) && turn > 0)
          expect({ where, computed }).toEqual({ where, computed: [] })
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
})
