// Data versions: fingerprints of values.

export { isRefusal, type Refusal } from './refusal.ts'
export type { ClassRule, ClassRules } from './class-rule.ts'
export {
  dataVersionOf,
  fingerprint,
  type DataVersion,
  type Fingerprint,
  type FingerprintOptions,
} from './fingerprint.ts'
export { prepareFastHash, type HashAlgorithm } from './hashing.ts'
export { FEATURE } from './features.ts'
export { dataIssue } from './data-version-issues.ts'
