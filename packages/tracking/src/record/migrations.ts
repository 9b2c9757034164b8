// The statements that make the tables of the record. A text that was released is never changed: another one is added.

import { createApplicationTables, createToldTables } from '../applications/application-tables.ts'
import type { MigrationDialect, TableMigration } from '@throughline/store/tables'

/** "TLR" and a zero: stands in the header of an SQLite file that is a record. */
export const applicationId = 0x544c5200

export const migrations: readonly TableMigration[] = [
  (dialect) => groundTables(dialect) + derivedTables(dialect),
  createApplicationTables,
  createToldTables,
]

/** Removes all that is derived from the events and makes it anew, empty. */
export function renewDerivedTables(dialect: MigrationDialect): string {
  const names = [
    'project graph_version config_version git_state lock runtime node_version step attempt attribute metric_point check_result',
    'log artifact annotation dropped tag blob_use deleted_run',
  ]
  const drops = names.flatMap((some) => some.split(' ')).map((name) => `DROP TABLE IF EXISTS ${name};`)
  return [...drops, dialect.dropSearchable('run'), dialect.dropSearchable('catalog'), derivedTables(dialect)].join('\n')
}

function groundTables({ text, integer, byKey }: MigrationDialect): string {
  return `
    CREATE TABLE event (
      writer ${text} NOT NULL, seq ${integer} NOT NULL, run ${text}, type ${text} NOT NULL, at_ms ${integer} NOT NULL,
      body ${text} NOT NULL, PRIMARY KEY (writer, seq)
    );
    CREATE INDEX event_by_run ON event (run);
    CREATE TABLE cursor (writer ${text} PRIMARY KEY, seq ${integer} NOT NULL)${byKey};`
}

function derivedTables(dialect: MigrationDialect): string {
  const { text, integer, real, byKey, rowNumber } = dialect
  const step = `run ${text} NOT NULL, node ${text} NOT NULL, item ${text} NOT NULL, sequence ${integer} NOT NULL`
  const origin = `writer ${text} NOT NULL, seq ${integer} NOT NULL, at_ms ${integer} NOT NULL`
  const from = `from_run ${text}, from_at_ms ${integer}`
  const perEvent = (name: string, columns: string): string => `
    CREATE TABLE ${name} (${step}, ${origin}, ${columns}, PRIMARY KEY (run, writer, seq))${byKey};`
  const version = (name: string): string => `
    CREATE TABLE ${name} (id ${text} PRIMARY KEY, told ${text}, body ${text});`
  return `
    CREATE TABLE project (name ${text} PRIMARY KEY, first_at_ms ${integer}, last_at_ms ${integer})${byKey};
    ${['graph_version', 'config_version', 'git_state', 'lock', 'runtime'].map(version).join('')}
    CREATE TABLE node_version (
      id ${text} NOT NULL, node ${text} NOT NULL, told ${text}, source ${text}, doc ${text}, tags ${text}, type ${text},
      file ${text}, line ${integer}, packages ${text}, is_impure ${integer}, body ${text}, PRIMARY KEY (id, node)
    );

    CREATE TABLE run (
      ${rowNumber}
      id ${text} NOT NULL UNIQUE, started_at_ms ${integer}, last_seen_ms ${integer},
      start_rank ${text}, project ${text}, kind ${text}, subject ${text}, outputs ${text}, nodes ${text}, actor ${text},
      trigger_kind ${text}, trigger_facts ${text}, parent_run ${text}, parent_step ${text}, root ${text},
      graph ${text}, config ${text}, git ${text}, lock ${text}, runtime ${text}, inputs ${text},
      host ${text}, process ${text}, search_text ${text},
      state_rank ${text}, status ${text}, ended_at_ms ${integer}, duration_ms ${real},
      computed ${integer}, cached ${integer}, failed ${integer}, skipped ${integer}, error ${text}
    );
    CREATE INDEX run_by_project ON run (project, id);
    CREATE INDEX run_by_subject ON run (subject, id);
    CREATE INDEX run_by_status ON run (status, id);
    CREATE INDEX run_by_project_status ON run (project, status, id);
    CREATE INDEX run_by_actor ON run (actor, id);
    CREATE INDEX run_by_parent ON run (parent_run);
    CREATE INDEX run_by_root ON run (root);
    ${dialect.searchable('run')}

    CREATE TABLE step (
      ${step}, started_at_ms ${integer}, start_rank ${text}, inputs ${text}, code_rank ${text}, code ${text},
      state_rank ${text}, status ${text}, attempt ${integer}, ended_at_ms ${integer}, duration_ms ${real},
      output_type ${text}, output_version ${text}, output ${text}, error ${text}, ${from},
      progress_rank ${text}, done ${integer}, total ${integer},
      PRIMARY KEY (run, node, item, sequence)
    )${byKey};
    CREATE INDEX step_by_node ON step (node, run);

    CREATE TABLE attempt (
      ${step}, attempt ${integer} NOT NULL, started_at_ms ${integer}, state_rank ${text}, status ${text},
      ended_at_ms ${integer}, delay_ms ${real}, error ${text}, PRIMARY KEY (run, node, item, sequence, attempt)
    )${byKey};

    CREATE TABLE attribute (
      ${step}, name ${text} NOT NULL, told ${text}, type ${text}, schema_version ${integer}, value ${text},
      PRIMARY KEY (run, node, item, sequence, name)
    )${byKey};
    ${perEvent('metric_point', `name ${text} NOT NULL, step ${real}, value ${real}, special ${text}, ${from}`)}
    CREATE INDEX metric_point_by_node ON metric_point (node, name, run);
    ${perEvent('check_result', `name ${text} NOT NULL, is_passed ${integer} NOT NULL, severity ${text}, message ${text}, facts ${text}, ${from}`)}
    ${perEvent('log', `message ${text} NOT NULL, fields ${text}, ${from}`)}
    ${perEvent('artifact', `name ${text} NOT NULL, blob ${text} NOT NULL, size_bytes ${integer}, media_type ${text}`)}
    ${perEvent('annotation', `author ${text}, text ${text} NOT NULL`)}
    ${perEvent('dropped', `kind ${text}, count ${integer}`)}

    CREATE TABLE tag (run ${text} NOT NULL, key ${text} NOT NULL, told ${text}, value ${text}, PRIMARY KEY (run, key))${byKey};
    CREATE INDEX tag_by_value ON tag (key, value, run);
    CREATE TABLE blob_use (holder ${text} NOT NULL, blob ${text} NOT NULL, PRIMARY KEY (holder, blob))${byKey};
    CREATE INDEX blob_use_by_blob ON blob_use (blob);
    CREATE TABLE deleted_run (run ${text} PRIMARY KEY, told ${text}, at_ms ${integer}, sha256 ${text})${byKey};

    CREATE TABLE catalog (
      ${rowNumber}
      project ${text} NOT NULL, node ${text} NOT NULL, last_run ${text}, last_status ${text}, last_at_ms ${integer},
      code ${text}, type ${text}, doc ${text}, tags ${text}, output_version ${text}, search_text ${text},
      UNIQUE (project, node)
    );
    CREATE INDEX catalog_by_code ON catalog (code);
    ${dialect.searchable('catalog')}
  `
}
