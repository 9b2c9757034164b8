// Telling of changes to the files of a project, for programs that read it again.

export { watchFiles, type FileWatcher } from './watch-files.ts'
