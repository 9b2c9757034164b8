// What queries need of a record.

import type { RunRecord } from '../record/open-record.ts'

export type Readable = Pick<RunRecord, 'query' | 'dialect'>
