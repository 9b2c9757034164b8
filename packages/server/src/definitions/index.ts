// Definitions of a project that follow its files. An entry of its own: it is loaded in a moment, so that a project is being
// read while a server is still being loaded.

export { openDefinitions, type DefinitionsOptions, type ProjectDefinitions } from './project-definitions.ts'
