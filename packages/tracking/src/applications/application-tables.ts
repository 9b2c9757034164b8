// The tables of applications: entries, one row for each application, leases. They stand beside those of the record.

import type { MigrationDialect, Table } from '@throughline/store/tables'
import type { RecordTables } from '../record/rows.ts'

export interface ApplicationRow {
  /** Its id; characters that a database has not are written as in JSON. */
  readonly app: string
  /** Of the last entry. */
  readonly number: number
  readonly machine: string
  readonly status: string
  readonly parent: string | null
  readonly changed_at_ms: number
  /** Where it stands, without its state, as JSON. */
  readonly account: string
}

/** How far the record was told of an application. */
interface ToldRow {
  readonly app: string
  /** Of the last entry that it was told. */
  readonly number: number
  /** Number of the last event. */
  readonly events: number
  /** Where it stood after that entry, as JSON. */
  readonly account: string
}

export interface JournalRow {
  readonly app: string
  readonly number: number
  readonly sequence: number
  readonly type: string
  readonly at_ms: number
  readonly codec: string
  readonly payload: string
}

interface LeaseRow {
  readonly app: string
  readonly holder: string
  readonly host: string
  readonly pid: number
  readonly started: string
  readonly until_ms: number
}

export interface LeaseTables {
  readonly application_lease: LeaseRow
}

export interface ApplicationTables extends RecordTables, LeaseTables {
  readonly application: ApplicationRow
  readonly application_tag: { readonly app: string; readonly key: string; readonly value: string }
  readonly journal: JournalRow
  readonly application_told: ToldRow
  /** Of which not all was told. */
  readonly application_behind: { readonly app: string }
}

export const applicationTable: Table = {
  name: 'application',
  columns: {
    app: 'text',
    number: 'integer',
    machine: 'text',
    status: 'text',
    parent: 'text',
    changed_at_ms: 'integer',
    account: 'text',
  },
  key: ['app'],
  isReplaced: true,
}

export const applicationTagTable: Table = {
  name: 'application_tag',
  columns: { app: 'text', key: 'text', value: 'text' },
  key: ['app', 'key'],
  isReplaced: true,
}

export const journalTable: Table = {
  name: 'journal',
  columns: {
    app: 'text',
    number: 'integer',
    sequence: 'integer',
    type: 'text',
    at_ms: 'integer',
    codec: 'text',
    payload: 'text',
  },
  key: ['app', 'number'],
}

export const toldTable: Table = {
  name: 'application_told',
  columns: { app: 'text', number: 'integer', events: 'integer', account: 'text' },
  key: ['app'],
  isReplaced: true,
}

export const behindTable: Table = { name: 'application_behind', columns: { app: 'text' }, key: ['app'] }

export const leaseTable: Table = {
  name: 'application_lease',
  columns: { app: 'text', holder: 'text', host: 'text', pid: 'integer', started: 'text', until_ms: 'integer' },
  key: ['app'],
  isReplaced: true,
}

/** A released text is never changed. */
export function createLeaseTable({ text, integer, byKey }: MigrationDialect): string {
  return `
    CREATE TABLE application_lease (
      app ${text} PRIMARY KEY, holder ${text} NOT NULL, host ${text} NOT NULL, pid ${integer} NOT NULL,
      started ${text} NOT NULL, until_ms ${integer} NOT NULL
    )${byKey};`
}

/** A released text is never changed. */
export function createApplicationTables(dialect: MigrationDialect): string {
  const { text, integer, byKey } = dialect
  return `
    CREATE TABLE application (
      app ${text} PRIMARY KEY, number ${integer} NOT NULL, told ${integer} NOT NULL, machine ${text} NOT NULL,
      status ${text} NOT NULL, parent ${text}, changed_at_ms ${integer} NOT NULL, account ${text} NOT NULL
    )${byKey};
    CREATE INDEX application_by_change ON application (changed_at_ms, app);
    CREATE INDEX application_by_machine ON application (machine, changed_at_ms, app);
    CREATE INDEX application_by_parent ON application (parent, changed_at_ms, app);
    CREATE TABLE application_tag (
      app ${text} NOT NULL, key ${text} NOT NULL, value ${text} NOT NULL, PRIMARY KEY (app, key)
    )${byKey};
    CREATE TABLE journal (
      app ${text} NOT NULL, number ${integer} NOT NULL, sequence ${integer} NOT NULL, type ${text} NOT NULL,
      at_ms ${integer} NOT NULL, codec ${text} NOT NULL, payload ${text} NOT NULL, PRIMARY KEY (app, number)
    );
    CREATE INDEX journal_by_step ON journal (app, sequence, number) WHERE type IN ('opened', 'committed');
    CREATE INDEX journal_by_snapshot ON journal (app, number) WHERE type = 'snapshot';
    ${createLeaseTable(dialect)}`
}

/** How far the record was told stands by itself since then. A released text is never changed. */
export function createToldTables({ text, integer, byKey }: MigrationDialect): string {
  return `
    CREATE TABLE application_told (
      app ${text} PRIMARY KEY, number ${integer} NOT NULL, events ${integer} NOT NULL, account ${text} NOT NULL
    )${byKey};
    CREATE TABLE application_behind (app ${text} PRIMARY KEY)${byKey};
    INSERT INTO application_told (app, number, events, account)
      SELECT app, number, told, account FROM application WHERE told > 0;
    ALTER TABLE application DROP COLUMN told;`
}
