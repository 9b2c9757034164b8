// Why nodes are computed, in plain words.

import type { NodeExplanation, WhyComputed } from '@throughline/cache'
import { describeRun } from '@throughline/project/process'
import type { WhyReply } from '../child/why.ts'
import { formatBytes } from '../terminal/byte-size.ts'
import { formatDuration } from '../terminal/duration.ts'
import type { Colours } from '../terminal/terminal.ts'

type Differences = Extract<WhyComputed, { because: 'changed' }>['differences']

/** The asked node first, then what is computed upstream of it, then what waits for that, then how many are not. */
export function renderWhy(
  node: string,
  { flow, isMemoized, nodes }: Omit<WhyReply, 'issues'>,
  { bold, dim }: Colours,
): string {
  const heading = `${bold(node)}  ${dim(`in the flow ${flow}`)}`
  if (!isMemoized) {
    const cure = 'to take values from earlier runs, write  cache: true  into throughline.config.ts'
    return [heading, '  computed in every run: the project keeps nothing', dim(`  ${cure}`)].join('\n')
  }
  const own = nodes.find((one) => one.node === node)
  const lines = own ? [heading, ...linesOf(own, '  ')] : [heading]
  const upstream = nodes.filter((one) => one !== own && one.status !== 'cached')
  const groups = groupedByWords(upstream.filter((one) => one.status !== 'depends'))
  const waiting = upstream.filter((one) => one.status === 'depends').map((one) => one.node)
  if (upstream.length > 0) lines.push(bold('upstream'))
  for (const [words, names] of groups) lines.push(`  ${someOf(names)}`, words)
  if (waiting.length > 0) {
    lines.push(
      `  ${someOf(waiting)}`,
      '    depends on nodes that are computed first: taken from earlier runs where those give what',
    )
    lines.push('    they gave before')
  }
  const cached = nodes.filter((one) => one.status === 'cached').length
  const total = nodes.length === 1 ? '1 node' : `${nodes.length} nodes`
  return [...lines, dim(`${cached} of ${total} would be taken from earlier runs`)].join('\n')
}

/** Nodes of which the same is said. */
function groupedByWords(nodes: readonly NodeExplanation[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const one of nodes) {
    const words = linesOf(one, '    ').join('\n')
    groups.set(words, [...(groups.get(words) ?? []), one.node])
  }
  return groups
}

const MOST_NAMES = 8

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}

function linesOf(one: NodeExplanation, indent: string): string[] {
  switch (one.status) {
    case 'cached': {
      const { from, sizeBytes, durationMs } = one
      const facts = `${formatBytes(sizeBytes)}, computing it took ${formatDuration(durationMs)}`
      return [`${indent}taken from ${describeRun(from)} (${facts})`]
    }
    case 'asked':
      return [
        `${indent}a source: asked what it would read;`,
        `${indent}when that is what it was before, its value is taken from an earlier run`,
      ]
    case 'opened-when-needed':
      return [`${indent}a resource: opened when a node that is computed needs it`]
    case 'depends':
      return [
        `${indent}depends on ${listed(one.on)}, computed first:`,
        `${indent}when that gives what it gave before, it is taken from an earlier run`,
      ]
    case 'computed': {
      const { reasons, cure } = wordsFor(one.why)
      return [...reasons.map((reason) => `${indent}computed: ${reason}`), ...(cure ? [`${indent}help: ${cure}`] : [])]
    }
  }
}

interface Words {
  readonly reasons: readonly string[]
  readonly cure?: string
}

/** Every reason ends the sentence "It is computed: ...". */
export function wordsFor(why: WhyComputed): Words {
  switch (why.because) {
    case 'never-kept':
      return { reasons: ['nothing was kept of it'] }
    case 'expired':
      return { reasons: [`what was kept in ${describeRun(why.from)} is older than its time to live`] }
    case 'recompute':
      return { reasons: ["in every run, as cached(fn, { mode: 'recompute' }) says; the value is kept"] }
    case 'changed':
      return changedWords(why.differences, `since ${describeRun(why.since)}`)
    case 'no-version':
      return {
        reasons: [`what ${listed(why.of)} ${why.of.length === 1 ? 'gives' : 'give'} cannot be compared`],
        cure: 'give plain data instead of functions, promises or streams.',
      }
    case 'unknown-code':
      return {
        reasons: [`what its code is is not known: ${why.reason}`],
        cure: "export it from a file of the project, or say its version:  cached(fn, { version: '1' })",
      }
    case 'impure':
      return {
        reasons: why.places.map((place) => `it reaches the outside world: ${place}`),
        cure: 'make that an input. If it gives the same every time, say so:  cached(fn)',
      }
    case 'caveat':
      return {
        reasons: why.places.map((place) => `it reaches code that cannot be followed: ${place}`),
        cure: "call it by its name, or say the version of the node:  cached(fn, { version: '1' })",
      }
    case 'unversioned-resource':
      return {
        reasons: [`it reads "${why.resource}", a resource without a version`],
        cure: "say what it stands for:  resource(open, { version: '1' })",
      }
    case 'reaches-out':
      return why.what === 'sink'
        ? { reasons: ['it writes to a sink, which a run does when it is asked to'] }
        : {
            reasons: ['it reads a source, and what that has may have changed'],
            cure: "keep it while its file is unchanged:  cached(loaded(source)),  or for so long:  { ttl: '1h' }",
          }
    case 'constant':
      return { reasons: [`"${why.name}" is bound to something that cannot be compared: it is, or has, ${why.what}`] }
    case 'not-chosen':
      return { reasons: ['the project keeps other nodes:  cache: { nodes }  in throughline.config.ts'] }
    case 'policy':
      return { reasons: [`in every run, as cached(fn, { mode: '${why.mode}' }) says`] }
  }
}

function changedWords(differences: Differences, since: string): Words {
  const reasons = differences.flatMap((one): string[] => {
    switch (one.part) {
      case 'code':
        return [`its code changed ${since}`]
      case 'config':
        return configWords(one.before, one.now).map((words) => `${words} ${since}`)
      case 'runtime':
        return [`the runtime changed, from ${one.before} to ${one.now}, ${since}`]
      case 'input':
        return [`${INPUT_WORDS[one.change](one.name)} ${since}`]
    }
  })
  const isCode = differences.some((one) => one.part === 'code')
  return { reasons, ...(isCode && { cure: 'see what changed with  throughline diff' }) }
}

const INPUT_WORDS = {
  added: (name: string): string => `it reads "${name}", which it did not`,
  changed: (name: string): string => `the value of "${name}" changed`,
  removed: (name: string): string => `it does not read "${name}" any more, which it did`,
}

/** A configuration says which variant was chosen, and which checks the value has passed. */
function configWords(before: string, now: string): string[] {
  const [was, is] = [before, now].map((text) => (text === '' ? {} : JSON.parse(text))) as { variant?: string }[]
  const { variant: oldVariant, ...oldChecks } = was!
  const { variant: newVariant, ...newChecks } = is!
  const shown = (variant: unknown): string => (variant === undefined ? 'none' : JSON.stringify(variant))
  return [
    ...(oldVariant === newVariant ? [] : [`its variant was ${shown(oldVariant)} and is ${shown(newVariant)}`]),
    ...(JSON.stringify(oldChecks) === JSON.stringify(newChecks) ? [] : ['its checks changed']),
  ]
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)!}`
}
