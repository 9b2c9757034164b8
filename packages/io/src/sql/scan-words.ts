// The words of a statement outside of texts, quoted names and comments: enough to see what it calls, before it is parsed.

const TOKEN =
  /(?<quoted>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(?<tag>(?:[A-Za-z_]\w*)?)\$[\s\S]*?\$\k<tag>\$)|(?<name>"(?:[^"]|"")*")|(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<placeholder>\$\w+|\?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)/gu

/** What stands between the name of a function and its arguments. */
const CALL = /(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*\(/y

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
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    const quoted = groups?.['name']?.slice(1, -1)
    const word = (quoted ?? groups?.['word'] ?? '').toLowerCase()
    // A table or column of whatever name that is said to be one.
    const isPartOfName = quoted !== undefined && text[index - 1] === '.'
    if (word === '') continue
    if (word === 'tablesample' && quoted === undefined) found.add(word)
    else if (word === 'sample' && before === 'using') found.add('using sample')
    else if (isCalled(text, index + token.length)) {
      if (CALLED.has(word) || /^(?:duckdb|pragma)_/.test(word)) found.add(`${word}()`)
    } else if (!isPartOfName && (BARE.has(word) || OWN_TABLES.has(word))) found.add(word)
    // `using (sample)` is a join.
    before = quoted === undefined && !isCalled(text, index + token.length) ? word : ''
  }
  return [...found]
}

function isCalled(text: string, end: number): boolean {
  CALL.lastIndex = end
  return CALL.test(text)
}

/** A placeholder that stands in the text itself, where nothing is bound to it. */
export function placeholderIn(text: string): string | undefined {
  for (const { groups } of text.matchAll(TOKEN)) if (groups?.['placeholder'] !== undefined) return groups['placeholder']
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
  return [...text.matchAll(TOKEN)].flatMap(({ 0: token, index, groups }): Stretch[] => {
    const isQuoted = (groups?.['quoted'] ?? groups?.['name']) !== undefined
    const kind = isQuoted ? 'quoted' : groups?.['comment'] !== undefined ? 'comment' : undefined
    return kind ? [{ kind, start: index, end: index + token.length }] : []
  })
}
