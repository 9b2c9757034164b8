// Questions to a record in a real PostgreSQL database.

import { describePageQueries } from './fixtures/page-queries.conformance.ts'
import { describeQueries } from './fixtures/queries.conformance.ts'

describeQueries('postgres')
describePageQueries('postgres')
