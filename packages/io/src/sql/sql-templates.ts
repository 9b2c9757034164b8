// What is wrong with statements of SQL nodes.

import type { IssueText } from 'throughline'

/** `The SQL of "late"`, or of a direct call, which has no name. */
function sqlOf(node: string): string {
  return node === '' ? 'The SQL' : `The SQL of "${node}"`
}

type Refused = {
  readonly node: string
  /** What DuckDB says, without its dot. */
  readonly reason: string
  /** The line of the statement with a mark. */
  readonly frame: readonly string[]
  readonly hint?: string | undefined
}

export const sqlTemplates = {
  'io/sql-syntax': ({ node, reason, frame }: Refused): IssueText => ({
    title: `${sqlOf(node)} cannot be read.`,
    details: [reason, ...frame],
    hints: ['mend the statement; it is read as DuckDB reads SQL.'],
  }),

  'io/sql-unknown': ({ node, reason, frame, hint }: Refused): IssueText => ({
    title: `${sqlOf(node)} does not fit what it reads.`,
    details: [reason, ...frame],
    hints: hint === undefined ? [] : [hint],
  }),

  'io/sql-failed': ({ node, reason, frame, hint }: Refused): IssueText => ({
    title: `${sqlOf(node)} has failed.`,
    details: [reason, ...frame],
    hints: hint === undefined ? [] : [hint],
  }),

  'io/sql-memory': ({ node, limit }: { node: string; limit: string }): IssueText => ({
    title: `${sqlOf(node)} needs more memory than it may use.`,
    details: [`limit: ${limit}`],
    hints: [
      'give it more:  sql({ memoryLimitBytes: ... });  or make groups and lists smaller before they are gathered.',
    ],
  }),

  'io/sql-not-a-query': ({ node, found }: { node: string; found: string }): IssueText => ({
    title: `${sqlOf(node)} is not one query.`,
    details: [`expected: one statement that begins with select, with or from`, `found: ${found}`],
    hints: ['a SQL node gives a table and changes nothing; write to a database with `saved`.'],
  }),

  'io/sql-hole': ({ found }: { found: string }): IssueText => ({
    title: 'A statement of SQL has something in it that is no table and no value.',
    details: [`found: ${found}`],
    hints: [
      "tables are  ${from('flights')},  values  ${param('threshold')}  or a text, number, boolean, date, null or list.",
    ],
  }),

  'io/sql-not-a-table': ({ node, name, found }: { node: string; name: string; found: string }): IssueText => ({
    title: `${sqlOf(node)} reads "${name}" as a table, which it is not.`,
    details: ['expected: columns, a list of records, a table of Apache Arrow, or a fileTable', `found: ${found}`],
    hints: [`let the node "${name}" give one of these; a stream is gathered first, a value is  \${param('${name}')}`],
  }),

  'io/sql-parameter': ({ node, name, found }: { node: string; name: string; found: string }): IssueText => ({
    title: `${sqlOf(node)} cannot bind "${name}".`,
    details: ['expected: a text, number, bigint, boolean, date, null, or a list of one of these', `found: ${found}`],
    hints: [`bind a part of it; a table is  \${from('${name}')}`],
  }),
}
