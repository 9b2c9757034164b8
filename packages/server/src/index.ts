// @throughline/server: the HTTP API of a project and the pages that show it.

export type * from './api/index.ts'
