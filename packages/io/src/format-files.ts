// One function for each format of files: options of the format and of the file in one object.

import type { TableSchema } from './columns/table-schema.ts'
import { file, type SourceAndSink } from './file.ts'
import { csv, type CsvOptions } from './formats/csv/csv.ts'
import { json, type JsonOptions } from './formats/json/json.ts'
import { jsonLines, type JsonLinesOptions } from './formats/json/json-lines.ts'
import { bytes, text, type BytesIn, type BytesOptions, type TextIn, type TextOptions } from './formats/text.ts'
import { yaml, type YamlOptions } from './formats/yaml/yaml.ts'
import type { FileOptions } from './places/file-place.ts'
import type { TableValue } from './tables/batch.ts'
import type { ColumnsOption, TableForm, TableIn } from './tables/table-form.ts'

/**
 * A JSON file. Its value is what it holds; `jsonFile<Config>(...)` says what that is, unchecked. See {@link json}.
 *
 * @example
 * import { loaded } from 'throughline/io'
 * import { jsonFile } from '@throughline/io'
 * export const config = loaded(jsonFile<{ region: string }>('config.json'))
 */
export function jsonFile<Value = unknown>(
  path: string | URL,
  options: JsonOptions & FileOptions = {},
): SourceAndSink<Value, unknown> {
  return file(path, json<Value>(options), options)
}

/** A file with one JSON record in each line, as a table. See {@link jsonLines}. */
export function jsonLinesFile<Form extends TableForm = 'rows', const Schema extends TableSchema = never>(
  path: string | URL,
  options: JsonLinesOptions<Form, Schema> & FileOptions = {},
): SourceAndSink<TableIn<Form, Schema>, TableValue> {
  return file(path, jsonLines(options), options)
}

/**
 * A CSV file, as a table. Cells are texts, and empty ones null; `columns` makes of them what they are. See {@link csv}.
 *
 * @example
 * import { loaded } from 'throughline/io'
 * import { csvFile } from '@throughline/io'
 * export const sales = loaded(csvFile('sales.csv', { columns: { day: 'date', amount: 'float64?' } }))
 */
export function csvFile<Form extends TableForm = 'rows', const Known extends ColumnsOption = never>(
  path: string | URL,
  options: CsvOptions<Form, Known> & FileOptions = {},
): SourceAndSink<TableIn<Form, Known>, TableValue> {
  return file(path, csv(options), options)
}

/** A YAML file: plain data. See {@link yaml}. */
export function yamlFile<Value = unknown>(
  path: string | URL,
  options: YamlOptions & FileOptions = {},
): SourceAndSink<Value, unknown> {
  return file(path, yaml<Value>(options), options)
}

/** A text file, whole or as a stream of lines. See {@link text}. */
export function textFile<Form extends 'text' | 'lines' = 'text'>(
  path: string | URL,
  options: TextOptions<Form> & FileOptions = {},
): SourceAndSink<TextIn<Form>, string | Iterable<string> | AsyncIterable<string>> {
  return file(path, text(options), options)
}

/** A file as bytes, whole or as a stream of pieces. See {@link bytes}. */
export function bytesFile<Form extends 'bytes' | 'stream' = 'bytes'>(
  path: string | URL,
  options: BytesOptions<Form> & FileOptions = {},
): SourceAndSink<BytesIn<Form>, Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>> {
  return file(path, bytes(options), options)
}
