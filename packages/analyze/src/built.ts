// Code versions in a program that was built. Light: no parser and no compiler is loaded.

export {
  loadBuiltVersions,
  type BuiltVersions,
  type LoadBuiltVersionsOptions,
  type NodeCodeVersion,
} from './built/load-built-versions.ts'
export type { BuiltRemark } from './built/manifest.ts'
