// Where applications are kept in Node: files, an SQLite file, a PostgreSQL server; and what the record hears of them.

export { applicationPlaces, type ApplicationPlace, type ApplicationPlacesOptions } from './application-places.ts'
export { applicationTracker, type ApplicationTracker, type ApplicationTrackerOptions } from './application-tracker.ts'
export { applicationsIssue } from './applications-issues.ts'
export { filePersister, type FilePersisterOptions } from './file-persister.ts'
export type { JournalFile, JournalFiles } from './journal-files.ts'
export { postgresPersister, type PostgresPersisterOptions } from './postgres-persister.ts'
export type { ApplicationRecordOptions } from './record-options.ts'
export { soundEntries, type SoundEntries } from './sound-entries.ts'
export { sqlitePersister, type SqlitePersisterOptions } from './sqlite-persister.ts'
export type { TellingTime } from './telling-time.ts'
