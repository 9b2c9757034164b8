// Every format that is measured, loaded only when it is asked for: no process has the libraries of another one.

import type { FormatBench } from './format-bench.ts'

export const formats = {
  JSON: async () => (await import('./json.ts')).json,
  'JSON Lines': async () => (await import('./json-lines.ts')).jsonLines,
  CSV: async () => (await import('./csv.ts')).csv,
  'CSV with types': async () => (await import('./csv-typed.ts')).csvTyped,
  YAML: async () => (await import('./yaml.ts')).yaml,
  Parquet: async () => (await import('./parquet.ts')).parquet,
  Arrow: async () => (await import('./arrow.ts')).arrow,
  SQLite: async () => (await import('./sqlite.ts')).sqlite,
  PostgreSQL: async () => (await import('./postgres.ts')).postgres,
  DuckDB: async () => (await import('./duckdb.ts')).duckdb,
} as const satisfies Record<string, () => Promise<FormatBench>>

export type FormatName = keyof typeof formats
