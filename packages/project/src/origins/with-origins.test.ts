import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineIssues, ThroughlineError, type IssueSubject, type Origin } from 'throughline'
import { expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'
import { withOrigins } from './with-origins.ts'

const module = join(makeScratch(), 'nodes.ts')
writeFileSync(
  module,
  `export const cost = ({ spend, signups }: { spend: number; signups: number }) => spend / signups
export const report = ({
  cost: each,
  spendings,
  spend = (1 + 2),
}: {
  cost: number
}) => each
`,
)
const issue = defineIssues({ 'test/wrong': () => ({ title: 'Wrong.' }) })
const origins: Readonly<Record<string, Origin>> = {
  cost: { module, exportPath: 'cost', line: 1, column: 21 },
  report: { module, exportPath: 'report', line: 2, column: 23 },
}

function place(exportPath: string, subject: IssueSubject = {}): string | undefined {
  const error = new ThroughlineError([issue('test/wrong', {}, { subject: { ...subject, source: { exportPath } } })])
  const [found] = withOrigins(error, (source) => origins[source.exportPath])
  return found!.at && `${found!.at.line}:${found!.at.column}`
}

test('an issue about a name points at it in the head of the function, whole words only', () => {
  expect(place('cost', { name: 'signups' })).toBe('1:31')
  expect(place('report', { name: 'cost' })).toBe('3:3')
  expect(place('report', { name: 'spend' })).toBe('5:3')
})

test('an issue about the node points at the name of the export', () => {
  expect(place('cost')).toBe('1:14')
  expect(place('report', { name: 'nothing' })).toBe('2:14')
})

test('what the resolver does not know stays without a place', () => {
  expect(place('other')).toBeUndefined()
})

test('related places are filled in, and what had a place keeps it', () => {
  const at = { module, exportPath: 'x', line: 7, column: 1 }
  const related = [
    { label: 'first', source: { exportPath: 'cost' } },
    { label: 'second', at },
  ]
  const [found] = withOrigins(
    new ThroughlineError([issue('test/wrong', {}, { at, related })]),
    (source) => origins[source.exportPath],
  )
  expect(found).toMatchObject({ at, related: [{ at: { line: 1 } }, { at }] })
})
