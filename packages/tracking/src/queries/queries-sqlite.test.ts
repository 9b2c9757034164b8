// Questions to a record in an SQLite file.

import { describePageQueries } from './fixtures/page-queries.conformance.ts'
import { describeQueries } from './fixtures/queries.conformance.ts'

describeQueries('sqlite')
describePageQueries('sqlite')
