// Texts of PostgreSQL as values. Which type a text has, the number of its type says.

import type { ColumnDeclaration } from '../columns/table-schema.ts'

/** Reads a text that is not null. */
type ParseText = (text: string) => unknown

const asIs: ParseText = (text) => text
const toDate: ParseText = (text) => dateOf(text) ?? text
const toInstant: ParseText = (text) => instantOf(text) ?? text

interface PostgresType {
  readonly parse: ParseText
  readonly declared: ColumnDeclaration
}

const type = (declared: ColumnDeclaration, parse: ParseText): PostgresType => ({ declared, parse })
const text = type('string?', asIs)
const json = type('json?', (value) => JSON.parse(value) as unknown)
const float = type('float64?', Number)
const integer = type('int32?', Number)

const BY_OID: Readonly<Record<number, PostgresType>> = {
  16: type('boolean?', (value) => value === 't'),
  17: type('json?', (value) => new Uint8Array(Buffer.from(value.slice(2), 'hex'))),
  20: type('int64?', BigInt),
  21: integer,
  23: integer,
  26: type('float64?', Number),
  700: float,
  701: float,
  1082: type('date?', toDate),
  1114: type('timestamp?', toInstant),
  1184: type('timestamp?', toInstant),
  114: json,
  3802: json,
}

/** Types of arrays, and of their elements. */
const ELEMENTS: Readonly<Record<number, number>> = {
  1000: 16,
  1001: 17,
  1016: 20,
  1005: 21,
  1007: 23,
  1021: 700,
  1022: 701,
  1182: 1082,
  1115: 1114,
  1185: 1184,
  199: 114,
  3807: 3802,
  1009: 25,
  1014: 25,
  1015: 25,
  1231: 1700,
  2951: 25,
  1183: 25,
  1187: 25,
}

/**
 * Numbers and booleans are what they are; `int8` is `bigint`, and so is everything that is declared so; dates and timestamps
 * are `Date`s, one without a zone as UTC; JSON is what it says, `bytea` bytes, an array a list. `numeric` and anything else
 * is a text.
 */
export function postgresType(oid: number): PostgresType {
  const element = ELEMENTS[oid]
  if (element === undefined) return BY_OID[oid] ?? text
  const { parse } = BY_OID[element] ?? text
  return type('json?', (value) => parseArray(value, parse))
}

/** The same for columns, in which instants keep all digits: these stay texts for now. */
export function columnParser(oid: number): ParseText {
  return isInstant(oid) ? asIs : postgresType(oid).parse
}

/** `timestamp` and `timestamptz`. */
export function isInstant(oid: number): boolean {
  return oid === 1114 || oid === 1184
}

const DAY = /^(\d+)-(\d\d)-(\d\d)( BC)?$/
const INSTANT = /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?( BC)?$/

/** Nothing for `infinity`, and for years that no `Date` has. */
function dateOf(given: string): Date | undefined {
  const parts = DAY.exec(given)
  if (!parts) return undefined
  const [, year, month, day, isBefore] = parts
  return utc(year!, month!, day!, isBefore, 0)
}

/** Microseconds since 1970 as PostgreSQL has them; nothing for `infinity`, and for years that no `Date` has. */
export function microsecondsOf(given: string): bigint | undefined {
  const instant = instantOf(given)
  if (instant === undefined) return undefined
  const digits = /\.\d{3}(\d+)/.exec(given)?.[1] ?? ''
  return BigInt(instant.getTime()) * 1000n + BigInt(digits.padEnd(3, '0').slice(0, 3))
}

function instantOf(given: string): Date | undefined {
  const parts = INSTANT.exec(given)
  if (!parts) return undefined
  const [
    ,
    year,
    month,
    day,
    hours,
    minutes,
    seconds,
    fraction = '',
    sign,
    zoneHours = '0',
    zoneMinutes = '0',
    zoneSeconds = '0',
    isBefore,
  ] = parts
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 + Number(zoneSeconds)
  const ofDay = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) - (sign === '-' ? -offset : offset)
  return utc(year!, month!, day!, isBefore, ofDay * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3)))
}

function utc(year: string, month: string, day: string, isBefore: string | undefined, ms: number): Date | undefined {
  const date = new Date(0)
  date.setUTCFullYear(isBefore === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day))
  const instant = new Date(date.getTime() + ms)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}

/** The text of an array: `{1,NULL,"a \"b\""}`, nested as deep as PostgreSQL allows, which is six. */
function parseArray(given: string, parse: ParseText): unknown[] {
  let at = given.startsWith('{') ? 0 : given.indexOf('=') + 1
  return list()

  function list(): unknown[] {
    const items: unknown[] = []
    at++
    while (at < given.length && given[at] !== '}') {
      if (given[at] === '{') items.push(list())
      else if (given[at] === '"') items.push(parse(quotedText()))
      else items.push(plain())
      if (given[at] === ',') at++
    }
    at++
    return items
  }

  function quotedText(): string {
    let found = ''
    at++
    while (at < given.length && given[at] !== '"') {
      if (given[at] === '\\') at++
      found += given[at++]
    }
    at++
    return found
  }

  function plain(): unknown {
    const start = at
    while (at < given.length && given[at] !== ',' && given[at] !== '}') at++
    const found = given.slice(start, at)
    return found === 'NULL' ? null : parse(found)
  }
}
