// The record on a real PostgreSQL server.

import { describeRecord } from './fixtures/record.conformance.ts'

describeRecord('postgres')
