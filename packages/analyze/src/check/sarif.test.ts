import { join } from 'node:path'
import published from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeScratch } from '../facts/fixtures/scratch.ts'
import { checkProject } from './check-project.ts'
import type { Finding } from './finding.ts'
import { PLANTED } from './fixtures/planted.ts'
import { toSarif, type SarifLog } from './sarif.ts'

/** As it was published: it says draft 4, and uses nothing that draft 7 reads otherwise. */
const { $schema: _, id: __, ...schema } = published as Record<string, unknown>
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
const isValid = ajv.compile(schema)

function problemsIn(log: unknown): string[] {
  return isValid(log) ? [] : isValid.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe('a SARIF report', () => {
  const findings: Finding[] = []
  let directory: string
  beforeAll(() => {
    directory = makeScratch(
      Object.fromEntries(
        PLANTED.flatMap(({ files }, index) =>
          Object.entries(files).map(([name, text]) => [`mistake ${index}/${name}`, text.replace(/[«»]/g, '')]),
        ),
      ),
    )
    for (const index of PLANTED.keys()) {
      findings.push(...checkProject({ entries: [join(directory, `mistake ${index}/config.ts`)] }).findings)
    }
  })
  const report = (folder = directory, all: readonly Finding[] = findings): SarifLog =>
    toSarif(all, { directory: folder, version: '0.1.0' })

  it('of every mistake, of none, and of files elsewhere is what the standard says', () => {
    expect(findings.length).toBeGreaterThan(25)
    expect(findings.some((one) => one.related !== undefined)).toBe(true)
    expect(problemsIn(report())).toEqual([])
    expect(problemsIn(report(directory, []))).toEqual([])
    expect(problemsIn(report(join(directory, 'mistake 0')))).toEqual([])
  })

  it('would not pass with something that the standard does not know', () => {
    const log = structuredClone(report()) as unknown as { runs: { results: Record<string, unknown>[] }[] }
    Object.assign(log.runs[0]!.results[0]!, { level: 'fatal', place: 1 })
    expect(problemsIn(log)).toEqual([
      '/runs/0/results/0 must NOT have additional properties',
      '/runs/0/results/0/level must be equal to one of the allowed values',
    ])
  })
})
