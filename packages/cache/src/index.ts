// Memoization that can be trusted: cache, code versions, explanations.

export { cache, type Cache, type CacheOptions } from './cache.ts'
export { createMemoizer, type Memoizer, type MemoizerOptions } from './memoizer.ts'
export { noCodeVersions, type CodeVersion, type CodeVersions, type NodeCode } from './code-versions.ts'
export { explain, type NodeExplanation, type WhyComputed } from './explain.ts'
export type { StoreSettings } from './open-value-store.ts'
export { prepareFastHash } from '@throughline/store'
export { cacheIssue } from './issues.ts'
