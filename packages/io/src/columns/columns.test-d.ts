// What the compiler knows of columns.

import { column, hasDataType, inRange, isIn, noNulls } from 'throughline/checks'
import { checked, dataflow, extract } from 'throughline'
import { at, toColumns, toRows, type Columns, type NullableColumn, type TextColumn } from './index.ts'

const rows = [{ origin: 'OSL', delay: 4, at: new Date(0) }]
const flights = toColumns(rows, { origin: 'string', delay: 'int32?', at: 'timestamp' })

flights.origin satisfies TextColumn
flights.delay satisfies Int32Array | NullableColumn<Int32Array>
// @ts-expect-error a column that may have nulls is not always a typed array
flights.delay satisfies Int32Array
at(flights.origin, 0) satisfies string | null
at(flights.delay, 0) satisfies number | null
at(flights.at, 0) satisfies Date | null
toRows(flights)[0]!.origin satisfies string | null
// @ts-expect-error there is no such column
flights.destination satisfies unknown

// @ts-expect-error no such type
toColumns(rows, { origin: 'text' })
toColumns(rows) satisfies Columns

export const table = (): typeof flights => flights
export const parts = extract(table, ['origin', 'delay'])
export const sure = checked(table, [
  column('origin', isIn(['OSL', 'BGO'])),
  column('delay', inRange(0, 100)),
  column('at', noNulls()),
  column('origin', hasDataType('Utf8')),
])
// @ts-expect-error texts have no range
export const wrong = checked(table, [column('origin', inRange(0, 100))])

const flow = dataflow({ table, parts, late: ({ delay }: { delay: (typeof flights)['delay'] }) => delay.length })
flow satisfies object
