// Every page by its address. Pages are loaded when they are opened.

import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type AnyRouter,
} from '@tanstack/react-router'
import type { ApiClient } from '../api/client.ts'
import { FailurePage } from './failure-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { readSearch, writeSearch } from './search.ts'
import { Shell } from './shell.tsx'
import type { Session } from './session.ts'

export interface PageContext {
  readonly api: ApiClient
  readonly queryClient: QueryClient
  readonly session: Session
}

const root = createRootRouteWithContext<PageContext>()({
  component: Shell,
  errorComponent: FailurePage,
  notFoundComponent: NotFoundPage,
})

/** Only the texts of the address that a page knows; the rest is dropped. */
function texts<Name extends string>(
  ...names: readonly Name[]
): (search: Record<string, unknown>) => { [Key in Name]?: string } {
  return (search) => {
    const kept: { [Key in Name]?: string } = {}
    for (const name of names)
      if (typeof search[name] === 'string' || typeof search[name] === 'number') kept[name] = String(search[name])
    return kept
  }
}

const homeRoute = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/home/home-page.tsx'), 'HomePage'),
})

const flowsRoute = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  component: lazyRouteComponent(() => import('../pages/flows/flows-page.tsx'), 'FlowsPage'),
})

const flowRoute = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flow',
  validateSearch: texts('node', 'group', 'open', 'focus', 'hops', 'q', 'to', 'view'),
  component: lazyRouteComponent(() => import('../pages/flow/flow-page.tsx'), 'FlowPage'),
})

const nodeRoute = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flow/nodes/$node',
  validateSearch: texts('tab', 'before', 'after'),
  component: lazyRouteComponent(() => import('../pages/node/node-page.tsx'), 'NodePage'),
})

const runsRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: texts('q', 'view'),
  component: lazyRouteComponent(() => import('../pages/runs/runs-page.tsx'), 'RunsPage'),
})

const runRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run',
  validateSearch: texts('tab', 'node', 'item', 'sequence', 'q', 'group', 'open', 'focus', 'hops', 'to', 'view'),
  component: lazyRouteComponent(() => import('../pages/run/run-page.tsx'), 'RunPage'),
})

const comparisonRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run/comparison',
  validateSearch: texts('with'),
  component: lazyRouteComponent(() => import('../pages/comparison/comparison-page.tsx'), 'ComparisonPage'),
})

const lineageRoute = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run/lineage/$node',
  validateSearch: texts('item', 'against', 'tab'),
  component: lazyRouteComponent(() => import('../pages/lineage/lineage-page.tsx'), 'LineagePage'),
})

const applicationsRoute = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  validateSearch: texts('machine', 'status', 'parent'),
  component: lazyRouteComponent(() => import('../pages/applications/applications-page.tsx'), 'ApplicationsPage'),
})

const applicationRoute = createRoute({
  getParentRoute: () => root,
  path: '/applications/$app',
  validateSearch: texts('in', 'step', 'tab'),
  component: lazyRouteComponent(() => import('../pages/application/application-page.tsx'), 'ApplicationPage'),
})

const machineRoute = createRoute({
  getParentRoute: () => root,
  path: '/machines/$machine',
  validateSearch: texts('node', 'q', 'focus', 'hops', 'to', 'view'),
  component: lazyRouteComponent(() => import('../pages/machine/machine-page.tsx'), 'MachinePage'),
})

const tree = root.addChildren([
  homeRoute,
  flowsRoute,
  flowRoute,
  nodeRoute,
  runsRoute,
  runRoute,
  comparisonRoute,
  lineageRoute,
  applicationsRoute,
  applicationRoute,
  machineRoute,
])

export function createPages(context: Omit<PageContext, 'session'>) {
  return createRouter({
    routeTree: tree,
    context: { ...context, session: { isOpen: false } },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultErrorComponent: FailurePage,
    defaultNotFoundComponent: NotFoundPage,
  }) satisfies AnyRouter
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>
  }
}
