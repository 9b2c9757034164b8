// What a project and its tools use: definition, finding, loading, places in the source.

export { defineProject, isProject, type Project, type ProjectDefinition } from './define-project.ts'
export { findConfig, findConfigAt } from './find-config.ts'
export { parseAssignments, type ParseOptions } from './inputs/parse-assignments.ts'
export { loadProject, type LoadedProject } from './load-project.ts'
export type { CompileNotice } from './loader/compile-typescript.ts'
export { createOriginResolver } from './origins/origin-resolver.ts'
export { withOrigins } from './origins/with-origins.ts'
export { codeFrame, displayPath, type CodeFrameOptions } from './source/code-frame.ts'
