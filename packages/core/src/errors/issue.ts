// An issue is data: what is wrong, about what, where, and what to do. Text is rendered from it, never parsed.

/** Where a node came from. `line` and `column` count from 1. */
export interface Origin {
  /** Path or URL of the file. */
  readonly module: string
  /** Name of the export; with a dot for what is inside it. */
  readonly exportPath: string
  readonly line: number
  readonly column: number
}

/** What an issue is about. All parts are optional: a flow may be built from objects that have no file. */
export interface IssueSubject {
  readonly node?: string | undefined
  /** Name of the dependency, input, output or configuration key in question. */
  readonly name?: string | undefined
  /** What an origin resolver needs to find the place; never printed. */
  readonly source?: SourceReference
}

/** Enough to ask where something was written: the module's namespace object, the export, and the user's function. */
export interface SourceReference {
  readonly module?: object
  readonly exportPath: string
  /** The module that the flow was made of; only of a node in a namespace, where it is another one. */
  readonly flowModule?: object
  readonly fn?: (...args: never[]) => unknown
  /** What exactly is meant inside of the text of `fn`: characters from its start, and how many. */
  readonly span?: { readonly offset: number; readonly length: number }
}

/** A port: fills in the place of a node. Returns `undefined` for what it does not know; never throws. */
export type OriginResolver = (source: SourceReference) => Origin | undefined

export interface Issue<Code extends string = string, Facts = Readonly<Record<string, unknown>>> {
  /** `room/what-is-wrong`; also the path of its page in the documentation. */
  readonly code: Code
  readonly severity: 'error' | 'warning'
  readonly subject: IssueSubject
  readonly at?: Origin
  readonly facts: Facts
  /** One sentence: what is wrong, in the user's words. At most about 100 characters. */
  readonly title: string
  /** Lines of detail below the title: what was expected and found. */
  readonly details: readonly string[]
  /** What to do; each a sentence. */
  readonly hints: readonly string[]
  /** Other places that belong to it, each with a word on its part. */
  readonly related?: readonly RelatedPlace[]
}

export interface RelatedPlace {
  readonly label: string
  readonly source?: SourceReference
  readonly at?: Origin
}

/** The text of an issue. */
export interface IssueText {
  readonly title: string
  readonly details?: readonly string[]
  readonly hints?: readonly string[]
  /** @defaultValue 'error' */
  readonly severity?: Issue['severity']
}

/** By code: how its text is made from its facts. */
export type IssueTemplates = { readonly [code: string]: (facts: any) => IssueText }
type FactsOf<Template> = Template extends (facts: infer Facts) => IssueText
  ? unknown extends Facts
    ? {}
    : Facts
  : never

export interface IssueFactory<Templates extends IssueTemplates> {
  <Code extends keyof Templates & string>(
    code: Code,
    facts: FactsOf<Templates[Code]>,
    place?: { subject?: IssueSubject; at?: Origin; related?: readonly RelatedPlace[] },
  ): Issue<Code, FactsOf<Templates[Code]>>
  /** Every code of the catalogue, sorted. */
  readonly codes: readonly (keyof Templates & string)[]
}

/**
 * Declares a catalogue of issues: one template per code. Every room has its own; the codes begin with the room's word.
 * Facts called `node` and `name` are what the issue is about, unless a subject says otherwise.
 *
 * @returns a function that makes an issue from a code and its facts
 * @example
 * const issue = defineIssues({
 *   'store/version-behind': ({ found }: { found: number }) => ({ title: `Version ${found} is too old.` }),
 * })
 * issue('store/version-behind', { found: 3 }).title // => 'Version 3 is too old.'
 */
export function defineIssues<const Templates extends IssueTemplates>(templates: Templates): IssueFactory<Templates> {
  const make = (
    code: string,
    facts: { readonly node?: string; readonly name?: string },
    place: { subject?: IssueSubject; at?: Origin; related?: readonly RelatedPlace[] } = {},
  ): Issue => ({
    code,
    severity: 'error',
    facts,
    details: [],
    hints: [],
    ...place,
    ...templates[code]!(facts),
    subject: { node: facts.node, name: facts.name, ...place.subject },
  })
  return Object.assign(make, { codes: Object.keys(templates).sort() }) as unknown as IssueFactory<Templates>
}
