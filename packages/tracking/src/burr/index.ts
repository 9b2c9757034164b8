// Applications that were tracked by Burr, as journals.

export {
  burrApplications,
  type BurrApplication,
  type BurrFiles,
  type BurrImport,
  type BurrOptions,
} from './burr-applications.ts'
export type { DamagedLine } from './burr-lines.ts'
export { readBurrFolder } from './read-burr-folder.ts'
