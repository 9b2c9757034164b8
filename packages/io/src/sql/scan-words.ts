// The words of a statement outside of texts, quoted names and comments: enough to see what it calls, before it is parsed.

const TOKEN =
  /(?<quoted>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>(?:[A-Za-z_]\w*)?)\$[\s\S]*?\$\k<tag>\$)|(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<placeholder>\$\w+|\?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)(?<call>\s*\()?/gu

/** They give something else each time, or by the clock, or by what is around the statement. */
const CALLED = new Set(
  `age currval current_connection_id current_localtime current_localtimestamp current_query current_query_id
  current_setting current_transaction_id gen_random_uuid get_current_time get_current_timestamp getenv getvariable nextval
  now random setseed sleep_ms stats today transaction_timestamp txid_current uuid uuidv4 uuidv7 write_log`.split(/\s+/),
)

/** The same, called without brackets. */
const BARE = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
  'tablesample',
])

/** Whether a name that no table has is a function that is called without brackets. */
export function isBareFunction(name: string): boolean {
  return BARE.has(name.toLowerCase())
}

/** What in a statement does not depend on its inputs alone: `random()`, `current_date`; each once. */
export function volatileWords(text: string): readonly string[] {
  const found = new Set<string>()
  let before = ''
  for (const { groups } of text.matchAll(TOKEN)) {
    const word = groups?.['word']?.toLowerCase() ?? ''
    const isCalled = groups?.['call'] !== undefined
    if (BARE.has(word)) found.add(word)
    else if (isCalled && (CALLED.has(word) || word.startsWith('duckdb_') || word.startsWith('pragma_')))
      found.add(`${word}()`)
    else if (word === 'sample' && before === 'using') found.add('using sample')
    before = word
  }
  return [...found]
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
    const kind = groups?.['quoted'] !== undefined ? 'quoted' : groups?.['comment'] !== undefined ? 'comment' : undefined
    return kind ? [{ kind, start: index, end: index + token.length }] : []
  })
}
