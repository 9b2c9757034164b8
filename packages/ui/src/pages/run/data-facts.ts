// What a source, a sink or a statement in SQL said of itself, as names and texts.

import type { StepPageAnswer } from '@throughline/server/api'
import { sizeText } from '../../parts/amounts.ts'

type NamedTexts = readonly (readonly [name: string, value: string])[]

export interface DataFacts {
  readonly title: string
  /** The text of a statement. */
  readonly statement?: string
  /** Each name once. */
  readonly facts: NamedTexts
  /** Of the result of a statement, with those that they come from. */
  readonly columns?: NamedTexts
}

const TITLES: Readonly<Record<string, string>> = {
  source: 'Read from',
  sink: 'Written to',
  statement: 'Statement in SQL',
}

/** `undefined` for what is none of these. */
export function dataFacts({ attribute }: StepPageAnswer['attributes'][number]): DataFacts | undefined {
  const title = TITLES[attribute.type]
  if (title === undefined || !isRecord(attribute.value)) return undefined
  const { description, metadata } = attribute.value
  if (attribute.type === 'statement' && isRecord(description) && isRecord(metadata)) {
    const { columns, uses, ...counts } = metadata
    const statement = textOf(description['statement']).replace(/^\n|\s+$/g, '')
    return { title, statement, facts: [...factsOf(counts), ...originsOf(uses)], columns: originsOf(columns) }
  }
  // A table says its name in both.
  return { title, facts: [...new Map([...factsOf(description), ...factsOf(metadata)])] }
}

function factsOf(value: unknown): [name: string, value: string][] {
  return isRecord(value) ? Object.entries(value).map(([name, one]) => factOf(name, one)) : []
}

function factOf(name: string, value: unknown): [name: string, value: string] {
  if (typeof value === 'number' && name.endsWith('Bytes')) return [name.slice(0, -'Bytes'.length), sizeText(value)]
  if (name === 'columns' && isRecord(value)) {
    return [
      name,
      Object.entries(value)
        .map(([column, type]) => `${column} ${textOf(type)}`)
        .join(', '),
    ]
  }
  return [name, textOf(value)]
}

/** Columns, each with those that it comes from; what decides on the rows, with what it looks at. */
function originsOf(value: unknown): NamedTexts {
  if (!isRecord(value)) return []
  return Object.entries(value).map(([name, from]) => [
    name,
    Array.isArray(from) && from.length > 0 ? `from ${from.map(textOf).join(', ')}` : 'from no column',
  ])
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en')
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
