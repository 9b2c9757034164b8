// What is around every page: where one can go, whether the definitions load, and whether what is shown is live.

import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouteContext } from '@tanstack/react-router'
import { definitionsOf } from '../api/queries.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { DefinitionsBanner } from './definitions-banner.tsx'
import { NoSessionPage } from './no-session-page.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import styles from './shell.module.css'

const places = [
  { to: '/', label: 'Home' },
  { to: '/flows', label: 'Flows' },
  { to: '/runs', label: 'Runs' },
  { to: '/applications', label: 'Applications' },
] as const

export function Shell() {
  const { session } = useRouteContext({ from: '__root__' })
  if (!session.isOpen) return <NoSessionPage isRefused={session.isRefused === true} />
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.brand}>
          <img src="/mark.svg" alt="" width="24" height="24" />
          Throughline
        </Link>
        <nav aria-label="Main">
          <ul className={styles.places}>
            {places.map(({ to, label }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: to === '/' }} className={styles.place}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.tools}>
          <ThemeSwitch />
        </div>
      </header>
      <ConnectionBanner />
      <Definitions />
      <main id="content" tabIndex={-1} className={styles.content}>
        <Outlet />
      </main>
    </div>
  )
}

function Definitions() {
  const { api } = useRouteContext({ from: '__root__' })
  const { data } = useQuery(definitionsOf(api))
  return data?.status === 'broken' ? <DefinitionsBanner definitions={data} /> : null
}
