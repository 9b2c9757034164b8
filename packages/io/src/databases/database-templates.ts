// What goes wrong with tables of databases.

import type { IssueText } from 'throughline'

export const databaseTemplates = {
  'io/database': ({ name, reason }: { name: string; reason: string }): IssueText => ({
    title: `A database refused ${name}.`,
    details: [reason],
    hints: ['what was there before is unchanged; mend what it says, then run it again.'],
  }),

  'io/unreachable': ({ name, reason }: { name: string; reason: string }): IssueText => ({
    title: `${name} cannot be reached: ${reason}.`,
    hints: ['look whether it runs, whether its address is right, and whether user and password are known there.'],
  }),

  'io/locked': ({ name, waitedMs, reason }: { name: string; waitedMs: number; reason: string }): IssueText => ({
    title: `${name} is in use by somebody else.`,
    details: [waitedMs > 0 ? `waited ${waitedMs} ms: ${reason}` : reason],
    hints: ['end what uses it, or let both use one connection, as of a resource; then run it again.'],
  }),

  'io/no-table': ({ name, table }: { name: string; table: string }): IssueText => ({
    title: `There is no table ${table} in ${name}.`,
    hints: ["create it, or correct its name; a schema stands before it in a list:  ['schema', 'table']."],
  }),

  'io/no-key': ({ table }: { table: string }): IssueText => ({
    title: `The table ${table} has no primary key or unique index of just the columns of "key".`,
    details: ['Without one, rows cannot be told apart. Nothing was written.'],
    hints: [
      'make one in the database:  create unique index ... on the columns of the key;',
      'or drop the table: it is created anew with the key, which every mode of writing takes.',
    ],
  }),

  'io/column-mismatch': ({
    table,
    lacking,
    existing,
  }: {
    table: string
    lacking: readonly string[]
    existing: readonly string[]
  }): IssueText => ({
    title: `The table ${table} lacks ${lacking.length} of the columns that are written to it.`,
    details: [`lacking: ${lacking.join(', ')}`, `existing: ${existing.join(', ')}`, 'Nothing was written.'],
    hints: ['add the columns to the table, or leave them out of what is written.'],
  }),

  'io/constraint': ({
    table,
    constraint,
    row,
    reason,
  }: {
    table: string
    constraint?: string | undefined
    row?: number | undefined
    reason: string
  }): IssueText => ({
    title: `A row violates ${constraint === undefined ? 'a constraint' : `the constraint "${constraint}"`} of the table ${table}.`,
    details: [
      [row === undefined ? '' : `row ${row}`, reason].filter((one) => one !== '').join(': '),
      'Nothing was written.',
    ],
    hints: ["correct the rows; where they should replace others, write with  mode: 'upsert'  and a key."],
  }),
}
