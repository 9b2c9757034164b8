// Where bytes are kept: a folder, a database, blobs, leases.

export { openLocalStore, openStore, type Store, type StoreOptions } from './open-store.ts'
export { systemClock, type Clock } from './clock.ts'

// the folder
export {
  openFolder,
  storeFormat,
  type FolderMigration,
  type FolderOptions,
  type StoreFolder,
} from './folder/open-folder.ts'
export type { FileFacts, Files, NewFile, OpenFile } from './files/files.ts'
export { nodeFiles } from './files/node-files.ts'
export { storeIssue } from './issues.ts'
export type { OnTrouble } from './trouble/health.ts'

// the database
export type { Database, SqlRow, SqlValue, Statement } from './database/database.ts'
export { openSqlite, type SqliteOptions } from './database/sqlite.ts'
export { migrate, NewerTables, type Migrations } from './database/migrate.ts'

// blobs
export { blobId, type BlobId } from './blobs/blob-id.ts'
export { isDamaged, type Blob, type BlobFacts, type BlobStorage, type Damaged } from './blobs/blob-port.ts'
export type { Blobs } from './blobs/blobs.ts'
export type { BlobReader } from './blobs/blob-reader.ts'
export type { BlobWriter } from './blobs/blob-writer.ts'
export type { DamageReason } from './blobs/frame.ts'
export { createMemoryBlobs } from './blobs/memory-blobs.ts'

// what a key gave
export type { CacheEntries, CacheEntry, CacheEntryFilter, NewCacheEntry, NodeSummary } from './entries/cache-entries.ts'
export type { Evicted, EvictOptions } from './evict/evict.ts'

// many processes
export { isHeld, type Held, type Lease, type LeaseOptions, type LeaseStorage } from './leases/lease-port.ts'
export type { Leases, StoreLease } from './leases/leases.ts'
export type { Session, Sessions } from './sessions/sessions.ts'
export { nodeProcesses, type Processes, type ProcessIdentity } from './processes/processes.ts'

// data versions
export {
  dataIssue,
  dataVersionOf,
  FEATURE,
  fingerprint,
  isRefusal,
  prepareFastHash,
  type ClassRule,
  type ClassRules,
  type DataVersion,
  type Fingerprint,
  type FingerprintOptions,
  type HashAlgorithm,
  type Refusal,
} from './data-version/index.ts'

// codecs
export {
  arrowCodec,
  chooseCodec,
  classCodec,
  decodeItems,
  decodeValue,
  encodeItem,
  encodeValue,
  isDecoded,
  itemsEnd,
  itemsHead,
  jsonCodec,
  type ArrowLibrary,
  type ClassCodecOptions,
  type Codec,
  type CodecOptions,
  type Decoded,
  type Encoded,
} from './codecs/index.ts'

// the spool
export {
  bytesOfLines,
  contentOf,
  decodePayload,
  encodePayload,
  fromLine,
  isLineDamage,
  nodeExit,
  openSpoolReader,
  openSpoolWriter,
  parseEventLine,
  readSpool,
  segmentName,
  spoolIssue,
  toEventLine,
  uncheckedLine,
  verifySpool,
  type AppendOptions,
  type BatchLimits,
  type Exit,
  type LineDamage,
  type ReadSegment,
  type SegmentHeader,
  type SegmentSeal,
  type SpoolBatch,
  type SpoolBody,
  type SpoolDamage,
  type SpooledEvent,
  type SpoolEvent,
  type SpoolLimits,
  type SpoolProblem,
  type SpoolReader,
  type SpoolReaderOptions,
  type SpoolVerdict,
  type SpoolWriter,
  type SpoolWriterOptions,
  type VerifiedWriter,
  type WriterReader,
} from './spool/index.ts'
