// A machine as the API tells it.

import type { ApplicationPageAnswer } from '@throughline/server/api'

export type MachineJson = NonNullable<ApplicationPageAnswer['machine']>
