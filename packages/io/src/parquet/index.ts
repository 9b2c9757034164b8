// Parquet files: `import { parquetFile } from '@throughline/io/parquet'`.

export { parquet, type ParquetOptions } from './parquet.ts'
export { parquetFile, type ParquetFileOptions } from './parquet-file.ts'
