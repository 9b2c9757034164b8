// Values of Temporal, of the language or of a polyfill, by the names and methods that the standard gives them.

/** The class after `Temporal.`, and a text from which the value can be made again. */
export interface TemporalText {
  readonly name: string
  readonly text: string
}

const NAME =
  /^Temporal\.(Instant|ZonedDateTime|PlainDateTime|PlainDate|PlainTime|PlainYearMonth|PlainMonthDay|Duration)$/

const UNITS = 'years months weeks days hours minutes seconds milliseconds microseconds nanoseconds'.split(' ')

export function isTemporal(prototype: object): boolean {
  return nameOf(prototype) !== undefined
}

function nameOf(prototype: object): string | undefined {
  const tag: unknown = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.value
  return typeof tag === 'string' ? NAME.exec(tag)?.[1] : undefined
}

/** Throws for an object that has only the prototype of such a class. */
export function temporalText(value: object, prototype: object): TemporalText {
  const name = nameOf(prototype)!
  // As text, 1,000 milliseconds would be a second.
  if (name === 'Duration') {
    const duration = value as Readonly<Record<string, number>>
    return { name, text: UNITS.map((unit) => duration[unit] ?? 0).join(' ') }
  }
  const hasCalendar = name !== 'Instant' && name !== 'PlainTime'
  return { name, text: (value as Textual).toString(hasCalendar ? { calendarName: 'always' } : {}) }
}

interface Textual {
  toString(options: object): string
}
