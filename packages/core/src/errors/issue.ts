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

/** How the text of one code is made from its facts. */
export interface IssueTemplate<Facts> {
  readonly severity?: 'error' | 'warning'
  readonly title: (facts: Facts) => string
  readonly details?: (facts: Facts) => readonly string[]
  readonly hints?: (facts: Facts) => readonly string[]
}

/** Facts by code. */
export type IssueTemplates = { readonly [code: string]: IssueTemplate<any> }
type FactsOf<Template> = Template extends IssueTemplate<infer Facts> ? Facts : never

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
 * const issue = defineIssues({ 'store/version-behind': { title: (f: { found: number }) => `Version ${f.found}.` } })
 * issue('store/version-behind', { found: 3 }).title // => 'Version 3.'
 */
export function defineIssues<const Templates extends IssueTemplates>(templates: Templates): IssueFactory<Templates> {
  const make = (
    code: string,
    facts: { readonly node?: string; readonly name?: string },
    place: { subject?: IssueSubject; at?: Origin; related?: readonly RelatedPlace[] } = {},
  ): Issue => {
    const template = templates[code] as IssueTemplate<any>
    return {
      code,
      severity: template.severity ?? 'error',
      subject: { node: facts.node, name: facts.name, ...place.subject },
      ...(place.at && { at: place.at }),
      facts: facts as Readonly<Record<string, unknown>>,
      title: template.title(facts),
      details: template.details?.(facts) ?? [],
      hints: template.hints?.(facts) ?? [],
      ...(place.related && { related: place.related }),
    }
  }
  return Object.assign(make, { codes: Object.keys(templates).sort() }) as unknown as IssueFactory<Templates>
}
