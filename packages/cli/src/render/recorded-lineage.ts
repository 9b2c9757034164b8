// Where a recorded value came from, as a tree of values with the runs that made them.

import { formatInstant } from '@throughline/project/process'
import type { RunDetails } from '@throughline/tracking/compare'
import type { Lineage, LineageStep } from '@throughline/tracking/queries'
import type { Screen } from '../terminal/terminal.ts'
import { some } from './diff-summary.ts'
import { describeFacts } from './recorded-value.ts'
import { shortId } from './run-name.ts'
import { renderTree } from './tree.ts'

const MOST_PACKAGES = 10

export function describeRecordedLineage(
  node: string,
  { steps, inputs }: Lineage,
  runs: readonly RunDetails[],
  { colours }: Screen,
): string {
  const { bold, dim } = colours
  const [asked] = steps
  const given = new Map(inputs.map((input) => [`${input.run} ${input.name}`, input]))
  const keyOf = (read: LineageStep['reads'][number], run: string): string =>
    read.step === undefined ? `input ${run} ${read.from}` : `step ${read.step}`
  const next = (key: string): readonly string[] => {
    const step = stepAt(steps, key)
    return step ? [...new Set(step.reads.map((read) => keyOf(read, step.step.run)))] : []
  }
  const label = (key: string): string => {
    const step = stepAt(steps, key)
    if (!step) {
      const name = key.split(' ').slice(2).join(' ')
      const facts = given.get(key.slice('input '.length))?.facts
      return `${name}  ${dim(['input', describeFacts(facts), shortVersion(facts?.version)].filter((one) => one !== '').join('  '))}`
    }
    const { step: made, code, isCut } = step
    const where = code?.file === undefined ? '' : `${code.file}${code.line === undefined ? '' : `:${code.line}`}`
    const from =
      made.run === asked!.step.run ? '' : `from run ${shortId(made.run)} of ${formatInstant(made.startedAtMs ?? 0)}`
    const cut = isCut ? `from run ${shortId(made.from!.run)}, which is not in the record` : ''
    const about = [
      describeFacts(made.output),
      shortVersion(made.output?.version),
      where,
      shortVersion(made.code),
      from,
      cut,
    ]
    return `${made.node}  ${dim(about.filter((one) => one !== '').join('  '))}`
  }
  const packages = [...new Set(steps.flatMap(({ code }) => packagesOf(code)))].sort()
  const impure = steps.flatMap(({ step, code }) => (code?.isImpure ? [step.node] : []))
  return [
    `${bold(node)}  ${dim(`of run ${runs[0]?.run.id ?? asked!.step.run}`)}`,
    bold('came from'),
    ...renderTree('step 0', next, label),
    bold('made by'),
    ...runs.map((one) => `  ${describeRun(one)}`),
    ...(packages.length > 0 ? [bold('with packages'), `  ${some(packages, MOST_PACKAGES)}`] : []),
    ...(impure.length > 0 ? [bold('and the outside world'), `  read by ${some(impure, MOST_PACKAGES)}`] : []),
  ].join('\n')
}

function stepAt(steps: readonly LineageStep[], key: string): LineageStep | undefined {
  return key.startsWith('step ') ? steps[Number(key.slice('step '.length))] : undefined
}

function describeRun({ run, git, config, lock, runtime }: RunDetails): string {
  const chosen = Object.entries(config ?? {}).map(([key, value]) => `${key}=${String(value)}`)
  return [
    run.id,
    formatInstant(run.startedAtMs),
    ...(run.actor === undefined ? [] : [`by ${run.actor}`]),
    ...(git ? [`git ${git.commit.slice(0, 10)}${git.isDirty ? ' with changes' : ''}`] : []),
    ...(chosen.length > 0 ? [`configuration ${chosen.join(' ')}`] : []),
    ...(lock ? [`${lock.file} ${shortVersion(run.versions.lock)}`] : []),
    ...(runtime?.['node'] === undefined ? [] : [`Node ${runtime['node']}`]),
  ].join('  ')
}

/** `data1:f21505c4f5`. */
function shortVersion(version: string | undefined): string {
  if (version === undefined) return ''
  const at = version.indexOf(':')
  return version.slice(0, at + 11)
}

function packagesOf(code: LineageStep['code']): readonly string[] {
  const { packages } = (code ?? {}) as { readonly packages?: readonly string[] }
  return packages ?? []
}
