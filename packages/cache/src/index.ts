// Memoization that can be trusted: cache, code versions, explanations.

export { createMemoizer, type Memoizer, type MemoizerOptions } from './memoizer.ts'
export { noCodeVersions, type CodeVersion, type CodeVersions, type NodeCode } from './code-versions.ts'
export { explain, type NodeExplanation, type WhyComputed } from './explain.ts'
export { cacheIssue } from './issues.ts'
