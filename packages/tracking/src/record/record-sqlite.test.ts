// The record in an SQLite file.

import { describeRecord } from './fixtures/record.conformance.ts'

describeRecord('sqlite')
