// Questions to a record in a real PostgreSQL database.

import { describeQueries } from './fixtures/queries.conformance.ts'

describeQueries('postgres')
