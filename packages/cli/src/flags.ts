// Options that several commands take.

/** An option that has a value. */
interface ParsedFlag {
  readonly kind: 'parsed'
  readonly parse: (value: string) => string
  readonly brief: string
  readonly placeholder: string
  readonly optional: true
}

interface RepeatedFlag extends ParsedFlag {
  readonly variadic: true
}

/** An option that is there or not. */
interface Switch {
  readonly kind: 'boolean'
  readonly brief: string
  readonly default: false
  readonly withNegated: false
}

export const text = (value: string): string => value

export const project: ParsedFlag = {
  kind: 'parsed',
  parse: text,
  brief: 'Folder of the project, or its throughline.config file (default: found from here upward)',
  placeholder: 'dir',
  optional: true,
}
export const store: ParsedFlag = {
  kind: 'parsed',
  parse: text,
  brief: 'Address of a record: sqlite:path or postgres://... (default: that of the project)',
  placeholder: 'url',
  optional: true,
}
/** Where an application is, when both have one of its id. */
export const inPlace: ParsedFlag = {
  kind: 'parsed',
  parse: text,
  brief: 'Only applications in the store, or only those in files: store, files (default: both)',
  placeholder: 'place',
  optional: true,
}
export const asJson: Switch = { kind: 'boolean', brief: 'Print JSON', default: false, withNegated: false }
export const withTypes: Switch = {
  kind: 'boolean',
  brief: 'Show the types of what nodes read and give',
  default: false,
  withNegated: false,
}

/** What a flow is given: as `run` and `cache why` take it. */
export const assignments: { readonly input: RepeatedFlag; readonly config: RepeatedFlag } = {
  input: {
    kind: 'parsed',
    parse: text,
    brief: 'A value: JSON if it parses, else text; @file is the content of a file, by its extension; may be repeated',
    placeholder: 'name=value',
    variadic: true,
    optional: true,
  },
  config: {
    kind: 'parsed',
    parse: text,
    brief: 'Chooses a variant; may be repeated',
    placeholder: 'key=value',
    variadic: true,
    optional: true,
  },
}
