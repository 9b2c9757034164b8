// The words of a statement outside of texts, quoted names and comments: enough to see what it calls, before it is parsed.

const TOKEN =
  /(?<quoted>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(?<tag>(?:[A-Za-z_]\w*)?)\$[\s\S]*?\$\k<tag>\$)|(?<name>"(?:[^"]|"")*")|(?<comment>--|\/\*)|(?<placeholder>\$\w+|\?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)/gu

interface Token {
  readonly start: number
  /** Behind its last character. */
  readonly end: number
  readonly kind: 'quoted' | 'name' | 'comment' | 'placeholder' | 'word'
  readonly text: string
}

function* tokensOf(text: string): Generator<Token, void, undefined> {
  const pattern = new RegExp(TOKEN)
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const { 0: token, index: start, groups = {} } = found
    const kind = KINDS.find((one) => groups[one] !== undefined)!
    const end = kind === 'comment' ? endOfComment(text, start) : start + token.length
    pattern.lastIndex = end
    yield { start, end, kind, text: text.slice(start, end) }
  }
}

const KINDS = ['quoted', 'name', 'comment', 'placeholder', 'word'] as const

/** Comments of several lines may have others in them. */
function endOfComment(text: string, start: number): number {
  const marks = text.startsWith('--', start) ? /\n|$/g : /\/\*|\*\//g
  marks.lastIndex = start
  let depth = 0
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '' || mark[0] === '\n') return mark.index
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return text.length
}

/** They give something else each time, or by the clock, or by what is around the statement. */
const CALLED = new Set(
  `age ago currval current_connection_id current_localtime current_localtimestamp current_query current_query_id
  current_setting current_transaction_id format_type gen_random_uuid get_block_size get_current_time get_current_timestamp
  getenv getvariable nextval now pg_conf_load_time pg_get_constraintdef pg_get_viewdef pg_postmaster_start_time pg_sleep
  pg_timezone_names query_table random setseed sleep_ms sql_auto_complete stats today transaction_timestamp txid_current
  uuid uuidv4 uuidv7 which_secret write_log`.split(/\s+/),
)

/** The same, called without brackets. */
const BARE = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'])

/** Tables and schemas of the database itself, which tell of whatever else is in it at the time. */
const OWN_TABLES = new Set(
  `duckdb_columns duckdb_constraints duckdb_databases duckdb_indexes duckdb_logs duckdb_schemas duckdb_tables duckdb_types
  duckdb_views information_schema pg_am pg_attrdef pg_attribute pg_catalog pg_class pg_collation pg_constraint pg_database
  pg_depend pg_description pg_enum pg_index pg_indexes pg_namespace pg_prepared_statements pg_proc pg_sequence pg_sequences
  pg_settings pg_tables pg_tablespace pg_type pg_views pragma_database_list sqlite_master sqlite_schema sqlite_temp_master
  sqlite_temp_schema`.split(/\s+/),
)

/** Whether a name that no table has is a function that is called without brackets. */
export function isBareFunction(name: string): boolean {
  return BARE.has(name.toLowerCase())
}

/** What in a statement does not depend on its inputs alone: `random()`, `current_date`; each once. */
export function volatileWords(text: string): readonly string[] {
  const found = new Set<string>()
  let before = ''
  for (const { kind, start, end, text: token } of tokensOf(text)) {
    if (kind !== 'word' && kind !== 'name') continue
    const isQuoted = kind === 'name'
    const word = (isQuoted ? token.slice(1, -1) : token).toLowerCase()
    // A table or column of whatever name that is said to be one.
    const isPartOfName = isQuoted && text[start - 1] === '.'
    const isCall = isCalled(text, end)
    if (word === 'tablesample' && !isQuoted) found.add(word)
    else if (word === 'sample' && before === 'using') found.add('using sample')
    else if (isCall) {
      if (CALLED.has(word) || /^(?:duckdb|pragma)_/.test(word)) found.add(`${word}()`)
    } else if (!isPartOfName && (BARE.has(word) || OWN_TABLES.has(word))) found.add(word)
    // `using (sample)` is a join.
    before = isQuoted || isCall ? '' : word
  }
  return [...found]
}

/** Whether arguments follow, perhaps after a comment. */
function isCalled(text: string, end: number): boolean {
  let at = end
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++
    if (!text.startsWith('--', at) && !text.startsWith('/*', at)) return text[at] === '('
    at = endOfComment(text, at)
  }
}

/** A placeholder that stands in the text itself, where nothing is bound to it. */
export function placeholderIn(text: string): string | undefined {
  for (const token of tokensOf(text)) if (token.kind === 'placeholder') return token.text
  return undefined
}

/** A part of a text: from its first character to the one behind its last. */
export interface Stretch {
  readonly kind: 'quoted' | 'comment'
  readonly start: number
  readonly end: number
}

/** Where a statement is no SQL: its texts and quoted names, and its comments. */
export function quietStretches(text: string): readonly Stretch[] {
  return [...tokensOf(text)].flatMap(({ kind, start, end }): Stretch[] => {
    if (kind === 'comment') return [{ kind, start, end }]
    return kind === 'quoted' || kind === 'name' ? [{ kind: 'quoted', start, end }] : []
  })
}
