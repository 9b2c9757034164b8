// Checks that ship with Throughline, and comparison with golden values: `import { inRange } from 'throughline/checks'`.

// one's own
export { check } from './check.ts'

// numbers
export { inRange, isFinite, noNaN, type NumberOptions, type Numbers } from './numbers.ts'
export { maxStandardDeviation, meanInRange } from './statistics.ts'

// what is missing
export { maxFractionNaN, maxFractionNull, noNulls, notNull } from './missing.ts'

// which values
export { isIn, unique } from './members.ts'
export { isSorted, type Sortable, type SortOptions } from './sorting.ts'

// text, length, kind
export { excludesText, includesText, matches, type Texts } from './text.ts'
export { lengthBetween, notEmpty, type Countable } from './length.ts'
export { hasDataType, hasType, type DataTyped, type ValueKind } from './data-types.ts'

// tables
export { column, columns, hasColumns, sameLengths, type TableWith } from './tables.ts'
export type { Column, Many, OneOrMany } from './lists.ts'
export type { PackedColumn } from './packed-columns.ts'

// golden values
export { compareValues, describeDifference, type CompareOptions, type Difference } from './compare-values.ts'
export { compareWith, type Comparable } from './compare-with.ts'
