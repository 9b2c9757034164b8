// Leaves out imports that only types used, as the TypeScript compiler does, without moving any other character.

const SPACE = /(?:\s|;|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const DIRECTIVE = /(['"])[^'"\n]*\1[ \t]*(?=[;\n]|$)/y
const EXPORT_FROM = /export\s*(?:\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*(['"])[^'"\n]*\1/y
const IMPORT_BARE = /import\s*(['"])[^'"\n]*\1/y
const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`
const IMPORT = new RegExp(
  String.raw`import\b\s*(?<main>${NAME})?\s*,?\s*` +
    String.raw`(?<others>\*\s*as\s+(?<space>${NAME})|\{(?<named>[^}]*)\})?\s*(?<from>from)\s*` +
    String.raw`(?<quote>['"])[^'"\n]*\k<quote>(?:[ \t]*with\s*\{[^}]*\})?`,
  'duy',
)
const NAMED = new RegExp(String.raw`(?:${NAME}|(['"])[^'"\n]*\1)(?:\s+as\s+(?<local>${NAME}))?`, 'uy')
const WORD = new RegExp(NAME, 'gu')
const COMMENT_LINES = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm

interface Binding {
  readonly name: string
  readonly start: number
  readonly end: number
}

interface Import {
  readonly start: number
  readonly end: number
  /** The default import; reaches up to the bracket or star that follows it. */
  readonly main: Binding | undefined
  readonly others: readonly Binding[]
  /** From behind the default import up to `from`. */
  readonly othersStart: number
  readonly othersEnd: number
}

/**
 * Blanks the imports at the head of a module whose names are mentioned nowhere in its code. When none of a statement's
 * names is mentioned, the statement goes; `import './x'` stays. A name that only a comment on its own line mentions
 * does not count; whenever in doubt the import stays.
 *
 * @param code JavaScript whose types are already gone
 * @returns text of the same length
 */
export function elideTypeImports(code: string): string {
  const imports = readImports(code)
  if (imports.length === 0) return code
  const mentioned = wordsOf(code, imports)
  let result = code
  const blank = (start: number, end: number): void => {
    result = result.slice(0, start) + result.slice(start, end).replace(/[^\n\r]/g, ' ') + result.slice(end)
  }
  for (const one of imports) {
    const unused = one.others.filter((binding) => !mentioned.has(binding.name))
    const needsMain = one.main !== undefined && mentioned.has(one.main.name)
    const needsOthers = unused.length < one.others.length
    if (!needsMain && !needsOthers) blank(one.start, one.end)
    else if (!needsOthers) blank(one.othersStart, one.othersEnd)
    else {
      if (one.main !== undefined && !needsMain) blank(one.main.start, one.main.end)
      for (const binding of unused) blank(binding.start, binding.end)
    }
  }
  return result
}

/** The import statements before the first other statement: there, comments and strings cannot be mistaken. */
function readImports(code: string): Import[] {
  const found: Import[] = []
  let at = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(code)
  }
  for (;;) {
    at += match(SPACE)![0].length
    const statement = match(IMPORT)
    // With a comment among its names an import is kept whole.
    if (statement && !statement.groups!['named']?.includes('/')) found.push(toImport(statement))
    const skipped = statement ?? match(IMPORT_BARE) ?? match(EXPORT_FROM) ?? match(DIRECTIVE)
    if (!skipped) return found
    at += skipped[0].length
  }
}

function toImport(statement: RegExpExecArray): Import {
  const { main, space, named } = statement.groups!
  const at = statement.indices!.groups!
  const [start, end] = statement.indices![0]!
  const [from] = at['from']!
  const [mainStart, mainEnd] = at['main'] ?? [start, start]
  const [othersStart] = at['others'] ?? [from]
  return {
    start,
    end,
    main: main === undefined ? undefined : { name: main, start: mainStart, end: othersStart },
    others:
      space === undefined
        ? namedBindings(named ?? '', othersStart + 1)
        : [{ name: space, start: othersStart, end: from }],
    othersStart: mainEnd,
    othersEnd: from,
  }
}

function namedBindings(list: string, base: number): Binding[] {
  const bindings = []
  for (let at = 0; at < list.length; at++) {
    NAMED.lastIndex = at
    const binding = NAMED.exec(list)
    if (!binding) continue
    const end = at + binding[0].length
    const comma = /^\s*,/.exec(list.slice(end))?.[0].length ?? 0
    bindings.push({ name: binding.groups!['local'] ?? binding[0], start: base + at, end: base + end + comma })
    at = end + comma - 1
  }
  return bindings
}

function wordsOf(code: string, imports: readonly Import[]): Set<string> {
  let rest = ''
  let at = 0
  for (const one of imports) {
    rest += code.slice(at, one.start)
    at = one.end
  }
  rest += code.slice(at)
  // A comment with `${` could be text inside a template literal, so it counts as code.
  const uncommented = rest.replace(COMMENT_LINES, (comment) => (comment.includes('${') ? comment : ''))
  return new Set(uncommented.match(WORD))
}
