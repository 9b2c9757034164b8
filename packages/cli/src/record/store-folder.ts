// The folder in which a project keeps what belongs to its runs.

import { dirname, join } from 'node:path'

/** Beside the configuration. */
export function storeFolder(config: string): string {
  return join(dirname(config), '.throughline')
}
