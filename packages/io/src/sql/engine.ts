// Databases in memory, in which statements run: shared by the process, one for each set of settings.

import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { loadDuckdb, type Duckdb } from '../duckdb/load-duckdb.ts'
import { spillFolder } from '../duckdb/spill-folder.ts'
import { exactPath, textLiteral } from '../duckdb/sql-literals.ts'
import { createInputScans, type InputScans } from './input-scans.ts'

/** What every statement of a database has in common. */
export interface EngineSettings {
  /** @defaultValue as many as there are processors */
  readonly threads?: number | undefined
  /** What all statements with these settings may use together. @defaultValue 80 % of the memory of the machine */
  readonly memoryLimitBytes?: number | undefined
  /** Statements may read whatever the process can read. */
  readonly files?: boolean | undefined
  /** The only files that may be read. */
  readonly paths?: readonly string[]
}

/** A connection of one statement, on which nothing else runs. */
export interface Session {
  readonly duckdb: Duckdb
  readonly connection: DuckDBConnection
  readonly scans: InputScans
  close(): void
}

interface Engine {
  readonly duckdb: Duckdb
  readonly instance: DuckDBInstance
  readonly scans: InputScans
}

interface KeptEngine {
  readonly engine: Promise<Engine>
  users: number
}

/** By their settings, the latest used last. */
const engines = new Map<string, KeptEngine>()
/** Which files may be read holds for a whole database: one that nobody uses any more is closed when there are so many. */
const MOST_IDLE = 4

/** @throws {io/missing-package} */
export async function openSession(settings: EngineSettings): Promise<Session> {
  const key = JSON.stringify([settings.threads, settings.memoryLimitBytes, settings.files, settings.paths])
  const kept = engines.get(key) ?? { engine: createEngine(settings), users: 0 }
  engines.delete(key)
  engines.set(key, kept)
  kept.users++
  try {
    const { duckdb, instance, scans } = await kept.engine
    const connection = await instance.connect()
    return {
      duckdb,
      connection,
      scans,
      close: () => {
        connection.closeSync()
        release(kept)
      },
    }
  } catch (error) {
    // One that could not be made is made again by the next who asks.
    if (engines.get(key) === kept) engines.delete(key)
    kept.users--
    throw error
  }
}

function release(kept: KeptEngine): void {
  kept.users--
  const idle = [...engines].filter(([, one]) => one.users === 0)
  for (const [key, { engine }] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) {
    engines.delete(key)
    void engine.then(({ instance }) => instance.closeSync())
  }
}

async function createEngine({ threads, memoryLimitBytes, files, paths = [] }: EngineSettings): Promise<Engine> {
  const duckdb = await loadDuckdb()
  const instance = await duckdb.api.DuckDBInstance.create(':memory:', {
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: spillFolder(),
    ...(threads !== undefined && { threads: String(threads) }),
    ...(memoryLimitBytes !== undefined && { memory_limit: `${Math.ceil(memoryLimitBytes)}B` }),
  })
  const connection = await instance.connect()
  try {
    const scans = createInputScans(duckdb)
    // Asked for are the patterns, opened the files.
    const allowed = [...new Set(paths.flatMap((path) => [path, exactPath(path)]))]
    connection.registerTableFunction(scans.tableFunction)
    const settings = [
      'errors_as_json = true',
      "TimeZone = 'UTC'",
      ...(allowed.length > 0 ? [`allowed_paths = [${allowed.map(textLiteral).join(', ')}]`] : []),
      ...(files === true ? [] : ['enable_external_access = false']),
      'lock_configuration = true',
    ]
    for (const setting of settings) await connection.run(`set global ${setting}`)
    return { duckdb, instance, scans }
  } catch (error) {
    instance.closeSync()
    throw error
  } finally {
    connection.closeSync()
  }
}
