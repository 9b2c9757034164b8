// @throughline/server: the HTTP API of a project and the pages that show it.

export type * from './api/index.ts'
export type { AddRoutes } from './create-app.ts'
export type { Api, ApiRoute } from './http/api.ts'
export { refuse } from './answers/problem-answer.ts'
export { serverIssue } from './issues.ts'
export type { LiveSource } from './live/record-live.ts'
export type { ProjectSide, ServerParts } from './server-parts.ts'
export { storedApplications, type StoredApplications } from './applications/stored-applications.ts'
export { openServedProject, type ServedProject, type ServedProjectOptions } from './project/served-project.ts'
export type { AskedRun } from './started-runs/index.ts'
export { startServer, type RunningServer, type ServerOptions } from './start-server.ts'
