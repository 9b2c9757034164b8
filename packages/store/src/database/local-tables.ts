// The tables of `local.db`: what can be lost without losing what somebody recorded.

import type { Migrations } from './migrate.ts'

/**
 * A mark in the header of the file, beside the version of the tables: one of the two cannot be damaged without it showing.
 * The letters TLB, then the version.
 */
export const localMark = 0x544c4200

/** One text for each version, which also sets the mark; a released one is never changed. */
export const localTables: Migrations = [
  `
  PRAGMA application_id = 1414283777;

  CREATE TABLE blob (
    id TEXT PRIMARY KEY,
    codec TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    used_at_ms INTEGER NOT NULL,
    in_file INTEGER NOT NULL,
    bytes BLOB
  );
  CREATE INDEX blob_by_use ON blob (used_at_ms, size_bytes, in_file, id);

  CREATE TABLE pin (
    blob TEXT NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (blob, holder)
  ) WITHOUT ROWID;
  CREATE INDEX pin_by_holder ON pin (holder);

  CREATE TABLE cache_entry (
    key TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    flow TEXT NOT NULL,
    data_version TEXT NOT NULL,
    blob TEXT,
    made_by_run TEXT,
    made_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    duration_ms REAL,
    facts TEXT NOT NULL
  );
  CREATE INDEX cache_entry_by_node ON cache_entry (flow, node, made_at_ms);
  CREATE INDEX cache_entry_by_blob ON cache_entry (blob);

  CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    fence INTEGER NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started TEXT NOT NULL,
    until_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE fence (last INTEGER NOT NULL);
  -- Counting goes on from the time, so that it never goes back when a damaged database was begun anew.
  INSERT INTO fence (last) VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER));

  CREATE TABLE session (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started TEXT NOT NULL,
    began_at_ms INTEGER NOT NULL,
    beat_at_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
]
