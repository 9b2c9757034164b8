// What a doc comment says: text, first sentence, and tags.

import type { Place } from './place.ts'

/** A tag that has no meaning of its own here, or more than one of a kind. */
export interface DocumentationTag {
  /** Without `@`. */
  readonly name: string
  /** Everything behind the name, lines joined as they are written. */
  readonly text: string
}

/** A doc comment as plain data. Texts are Markdown, as written. */
export interface Documentation {
  readonly place: Place
  /** Everything before the first tag. */
  readonly text: string
  /** Its first sentence, on one line; empty when there is none. */
  readonly summary: string
  /** `@owner` */
  readonly owner?: string
  /** `@unit` */
  readonly unit?: string
  /** `@deprecated`, with the reason; empty when none is given. */
  readonly deprecated?: string
  /** `@tag key=value`; a tag without a value has an empty one. */
  readonly tags: Readonly<Record<string, string>>
  /** `@param` by the last part of its name: both `@param deps.spend` and `@param spend` say something about `spend`. */
  readonly parameters: Readonly<Record<string, ParameterDocumentation>>
  /** `@returns` */
  readonly returns?: string
  /** `@example`, each as written. */
  readonly examples: readonly string[]
  /** All other tags, in order. */
  readonly others: readonly DocumentationTag[]
}

export interface ParameterDocumentation {
  readonly text: string
  /** In braces, as JavaScript files have it. */
  readonly type?: string
}

/** These may also stand behind a text, on the same line. */
const INLINE = /^(?:owner|unit|tag|deprecated)$/
/** Of one line: what stands behind it belongs to something else. */
const SINGLE_LINE = /^(?:owner|unit|tag)$/
const TAG = /@(?<name>[\p{L}_$][\p{L}\p{N}_$:.-]*)(?![\p{L}\p{N}_$/@])/uy

/**
 * Reads the text of a comment, from behind `/**` up to the closing mark.
 *
 * A tag begins a line. `@owner`, `@unit`, `@tag` and `@deprecated` may also stand behind a text, and other tags behind
 * them. Nothing in backticks, braces or a fenced block is a tag.
 */
export function readDocumentation(comment: string, place: Place): Documentation {
  const { text, tags: found } = split(withoutMarks(comment))
  const words: Partial<Record<'owner' | 'unit' | 'deprecated' | 'returns', string>> = {}
  const tags = new Map<string, string>()
  const parameters = new Map<string, ParameterDocumentation>()
  const examples: string[] = []
  const others: DocumentationTag[] = []
  for (const tag of found) {
    const name = Object.hasOwn(SAME, tag.name) ? SAME[tag.name]! : tag.name
    if (name === 'tag') putTag(tags, tag.text)
    else if (name === 'param') putParameter(parameters, tag.text)
    else if (name === 'example') examples.push(tag.text)
    else if (isWord(name) && words[name] === undefined) words[name] = tag.text
    else others.push(tag)
  }
  return {
    place,
    text,
    summary: firstSentence(text),
    ...words,
    // Entries, not assignments: a key may be called `__proto__`.
    tags: Object.fromEntries(tags),
    parameters: Object.fromEntries(parameters),
    examples,
    others,
  }
}

const SAME: Readonly<Record<string, string>> = { arg: 'param', argument: 'param', return: 'returns' }

function isWord(name: string): name is 'owner' | 'unit' | 'deprecated' | 'returns' {
  return name === 'owner' || name === 'unit' || name === 'deprecated' || name === 'returns'
}

/** `pii=email`, or a key alone. */
function putTag(tags: Map<string, string>, text: string): void {
  const at = text.indexOf('=')
  const key = (at < 0 ? text : text.slice(0, at)).trim()
  if (key !== '') tags.set(key, at < 0 ? '' : text.slice(at + 1).trim())
}

/** `{number[]} deps.spend - what it is`; brackets around the name mark an optional one. */
function putParameter(parameters: Map<string, ParameterDocumentation>, text: string): void {
  const end = text.startsWith('{') ? closing(text, 0) : 0
  const rest = text.slice(end).trimStart()
  const found = /^(?:\[(?<bracketed>[^\]]*)\]|(?<plain>\S+))\s*(?:[-–:]\s+)?(?<about>[^]*)$/.exec(rest)?.groups
  if (!found) return
  const name = (found['bracketed'] ?? found['plain'] ?? '').replace(/=.*$/s, '').trim()
  const key = name.slice(name.lastIndexOf('.') + 1)
  if (key === '') return
  parameters.set(key, { text: found['about']!.trim(), ...(end > 0 && { type: text.slice(1, end - 1).trim() }) })
}

/** What a comment says about a parameter. */
export function parameterDocumentation(
  documentation: Documentation | undefined,
  name: string,
): ParameterDocumentation | undefined {
  const { parameters = {} } = documentation ?? {}
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined
}

/** Lines without the stars in front; a text between code keeps its indentation. */
function withoutMarks(comment: string): string[] {
  const lines = comment.split(/\r\n|[\n\r\u2028\u2029]/)
  return lines.map((line, index) =>
    (index === 0 ? line.replace(/^ /, '') : line.replace(/^\s*\* ?|^\s+/, '')).trimEnd(),
  )
}

function split(lines: readonly string[]): { text: string; tags: DocumentationTag[] } {
  const text: string[] = []
  const tags: { name: string; lines: string[] }[] = []
  let current = text
  let isFenced = false
  for (const line of lines) {
    const isFence = /^\s*(?:```|~~~)/.test(line)
    const found = isFenced || isFence ? [] : tagsOn(line)
    let from = 0
    for (const { at, end, name } of found) {
      const before = line.slice(from, at).trim()
      if (before !== '') current.push(before)
      tags.push({ name, lines: (current = []) })
      from = end
    }
    current.push(from > 0 ? line.slice(from).trim() : line)
    // Behind a tag of one line the text goes on where it was.
    if (SINGLE_LINE.test(found.at(-1)?.name ?? '')) current = text
    if (isFence) isFenced = !isFenced
  }
  return { text: trimLines(text), tags: tags.map(({ name, lines: own }) => ({ name, text: trimLines(own) })) }
}

function trimLines(lines: readonly string[]): string {
  return lines.join('\n').trim()
}

/** The tags of a line, outside of code and of braces. */
function tagsOn(line: string): { at: number; end: number; name: string }[] {
  const found: { at: number; end: number; name: string }[] = []
  let mayFollow = false
  for (let at = 0; at < line.length; at++) {
    const mark = line[at]
    if (mark === '`') {
      const run = /`+/y
      run.lastIndex = at
      const [ticks = '`'] = run.exec(line) ?? []
      const end = line.indexOf(ticks, at + ticks.length)
      at = (end < 0 ? at : end) + ticks.length - 1
    } else if (mark === '{') at = closing(line, at) - 1
    else if (mark === '@') {
      const isAtStart = line.slice(0, at).trim() === ''
      TAG.lastIndex = at
      const name = TAG.exec(line)?.groups?.['name']
      const isAlone = isAtStart || /\s/.test(line[at - 1]!)
      if (name === undefined || !isAlone || !(isAtStart || mayFollow || INLINE.test(name))) continue
      found.push({ at, end: at + 1 + name.length, name })
      mayFollow = INLINE.test(name)
      at += name.length
    }
  }
  return found
}

/** Behind the brace that closes the one at `start`; behind that one when nothing closes it. */
function closing(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at + 1
  }
  return start + 1
}

const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|cf|vs|approx|ca|no|fig|[A-Z])\.$/i

/** Up to the first full stop that ends a sentence, in the first paragraph. */
function firstSentence(text: string): string {
  const [paragraph = ''] = text.split(/\n\s*\n/)
  const line = paragraph.replace(/\s+/g, ' ').trim()
  let isCode = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '`') isCode = !isCode
    if (isCode || !/[.!?]/.test(line[at]!) || !/^["')\]]*(?:\s+(?!\p{Ll})|$)/u.test(line.slice(at + 1))) continue
    const sentence = line.slice(0, at + 1)
    if (!ABBREVIATION.test(sentence)) return sentence
  }
  return line
}
