// A change that is only in what a flow says: what it configures and overrides, and functions that stand in it.

import type { Place } from '../facts/place.ts'
import type { CodeChange, KeyedChange } from './code-change.ts'
import type { CodeComparison } from './code-changes.ts'
import { lineDiff } from './line-diff.ts'
import { wholeLines } from './piece-text.ts'
import type { FlowSnapshot, NodeSnapshot, ProjectSnapshot } from './snapshot.ts'

/** A change that no version of code stands for: of a configuration, an override, or a function that no export makes. */
export function writtenChange(
  before: NodeSnapshot,
  after: NodeSnapshot,
  flows: { readonly before: FlowSnapshot; readonly after: FlowSnapshot },
  sides: CodeComparison,
): KeyedChange {
  const isOverride = before.isOverridden || after.isOverridden
  const isFunction = !isOverride && before.code === undefined && after.code === undefined
  const isOwn = isOverride || isFunction
  const [old, now] = isOwn ? [before.written, after.written] : [flows.before.written, flows.after.written]
  const lines = lineDiff(textAt(old, sides.before), textAt(now, sides.after), {
    startsAt: { before: old?.line ?? 1, after: now?.line ?? 1 },
  })
  const change: CodeChange = {
    kind: isFunction ? 'declaration' : 'configuration',
    name: isOwn ? after.name : flows.after.name,
    ...(old && { before: { file: sides.before.relative(old.file), line: old.line } }),
    ...(now && { after: { file: sides.after.relative(now.file), line: now.line } }),
    ...(lines.hunks.length > 0 && { lines }),
  }
  return { key: JSON.stringify(change), change, isOwn }
}

function textAt(place: Place | undefined, side: ProjectSnapshot): string | undefined {
  return place && wholeLines(side.file(place.file)?.text ?? '', place)
}
