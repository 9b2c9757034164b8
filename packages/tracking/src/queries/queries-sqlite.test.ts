// Questions to a record in an SQLite file.

import { describeQueries } from './fixtures/queries.conformance.ts'

describeQueries('sqlite')
