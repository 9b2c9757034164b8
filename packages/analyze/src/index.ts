// What the source says without running it.

export { LineIndex, type Position } from './source/line-index.ts'
export { parseSource, type SourceFile } from './source/source-file.ts'
export { SourceTree } from './source/source-tree.ts'
export { createResolver, type Resolution, type Resolver } from './resolve/resolver.ts'
