// Sources and sinks: what a node reads from and writes to in one line.

export { file, http, type SourceAndSink } from './file.ts'
export { bytesFile, csvFile, jsonFile, jsonLinesFile, textFile, yamlFile } from './format-files.ts'
// formats: what bytes mean
export type { Decoder, Encoder, Format } from './formats/format.ts'
export { csv, type CsvOptions } from './formats/csv/csv.ts'
export { json, type JsonOptions } from './formats/json/json.ts'
export { jsonLines, type JsonLinesOptions } from './formats/json/json-lines.ts'
export type { JsonWriteOptions } from './formats/json/json-checker.ts'
export { bytes, text, type BytesIn, type BytesOptions, type TextIn, type TextOptions } from './formats/text.ts'
export { yaml, type YamlOptions } from './formats/yaml/yaml.ts'
// places: where bytes lie
export { filePlace, type FileOptions, type FilePlace } from './places/file-place.ts'
export { httpPlace, type HttpOptions } from './places/http-place.ts'
export type { ByteInput, ByteOutput, InputPlace, OutputPlace, WrittenBytes } from './places/place.ts'
export { sinkOf } from './sink.ts'
export { sourceOf } from './source.ts'
// tables
export type { Batch, TableInput, TableValue } from './tables/batch.ts'
export type { ColumnsOption, TableForm, TableIn, TableOptions } from './tables/table-form.ts'
export type { Column, Columns, Row } from './columns/column.ts'
export type { ColumnDeclaration, ColumnsOf, ColumnType, RowOf, TableSchema } from './columns/table-schema.ts'
export { ioIssue } from './issues.ts'
