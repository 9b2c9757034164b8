// Code versions in a program that was built. Light: no parser and no compiler is loaded.

export {
  loadBuiltVersions,
  type AskedNode,
  type BuiltVersions,
  type LoadBuiltVersionsOptions,
  type NodeCodeVersion,
  type ToldCodeVersion,
} from './built/load-built-versions.ts'
export type { BuiltRemark } from './built/manifest.ts'
