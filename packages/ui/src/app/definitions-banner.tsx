// Says on every page that the files of the project cannot be loaded, and why.

import type { Definitions } from '@throughline/server/api'
import { Issues } from '../parts/issues.tsx'
import styles from './definitions-banner.module.css'

export function DefinitionsBanner({ definitions }: { readonly definitions: Definitions }) {
  return (
    <section className={styles.banner} role="status" aria-label="The project cannot be loaded">
      <details>
        <summary>
          The project cannot be loaded
          {definitions.loadedAtMs === undefined ? '.' : '; what is shown of flows is what was loaded last.'}
        </summary>
        <Issues issues={definitions.issues} />
      </details>
    </section>
  )
}
