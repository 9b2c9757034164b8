// What pages ask for, each with the key by which `live.ts` has it asked again.

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ApiClient } from './client.ts'

export const homeOf = (api: ApiClient) =>
  queryOptions({ queryKey: ['home'], queryFn: ({ signal }) => api('GET /api/home', { signal }) })

export const definitionsOf = (api: ApiClient) =>
  queryOptions({ queryKey: ['definitions'], queryFn: ({ signal }) => api('GET /api/definitions', { signal }) })

export const flowOf = (api: ApiClient, flow: string) =>
  queryOptions({
    queryKey: ['flows', flow],
    queryFn: ({ signal }) => api('GET /api/flows/:flow', { path: { flow }, signal }),
    placeholderData: keepPreviousData,
  })

export const nodeOf = (api: ApiClient, flow: string, node: string) =>
  queryOptions({
    queryKey: ['flows', flow, 'node', node],
    queryFn: ({ signal }) => api('GET /api/flows/:flow/nodes/:node', { path: { flow, node }, signal }),
  })

export const runOf = (api: ApiClient, run: string) =>
  queryOptions({
    queryKey: ['run', run, 'head'],
    queryFn: ({ signal }) => api('GET /api/runs/:run', { path: { run }, signal }),
  })

export const runsOf = (api: ApiClient, q: string) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', q],
    queryFn: ({ pageParam, signal }) =>
      api('GET /api/runs', { query: { q: q === '' ? undefined : q, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: keepPreviousData,
    retry: false,
  })

export const runChartOf = (api: ApiClient, q: string) =>
  queryOptions({
    queryKey: ['runs', 'chart', q],
    queryFn: ({ signal }) => api('GET /api/runs/chart', { query: { q: q === '' ? undefined : q }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })

export const statesOf = (api: ApiClient, run: string) =>
  queryOptions({
    // Not below `run`: what changes comes by the stream of the run.
    queryKey: ['states', run],
    queryFn: ({ signal }) => api('GET /api/runs/:run/states', { path: { run }, signal }),
  })

export const stepOf = (api: ApiClient, run: string, node: string, item?: string, sequence?: string) =>
  queryOptions({
    queryKey: ['run', run, 'step', node, item ?? '', sequence ?? ''],
    queryFn: ({ signal }) =>
      api('GET /api/runs/:run/steps/:node', { path: { run, node }, query: { item, sequence }, signal }),
  })

export const saidOf = (api: ApiClient, run: string) =>
  queryOptions({
    queryKey: ['run', run, 'said'],
    queryFn: ({ signal }) => api('GET /api/runs/:run/said', { path: { run }, signal }),
  })

export const logsOf = (api: ApiClient, run: string, text: string) =>
  infiniteQueryOptions({
    queryKey: ['run', run, 'logs', text],
    queryFn: ({ pageParam, signal }) =>
      api('GET /api/runs/:run/logs', {
        path: { run },
        query: { text: text === '' ? undefined : text, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  })

export const runGraphOf = (api: ApiClient, run: string) =>
  queryOptions({
    queryKey: ['graph', run],
    queryFn: ({ signal }) => api('GET /api/runs/:run/graph', { path: { run }, signal }),
  })

export const completionOf = (api: ApiClient, q: string, at: number) =>
  queryOptions({
    queryKey: ['completion', q, at],
    queryFn: ({ signal }) => api('GET /api/runs/completion', { query: { q, at }, signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })

export const comparisonOf = (api: ApiClient, run: string, earlier: string) =>
  queryOptions({
    queryKey: ['run', run, 'comparison', earlier],
    queryFn: ({ signal }) => api('GET /api/runs/:run/comparison', { path: { run }, query: { with: earlier }, signal }),
  })

export const lineageOf = (api: ApiClient, run: string, node: string, item?: string) =>
  queryOptions({
    queryKey: ['run', run, 'lineage', node, item ?? ''],
    queryFn: ({ signal }) => api('GET /api/runs/:run/lineage/:node', { path: { run, node }, query: { item }, signal }),
  })

export const whyOf = (api: ApiClient, run: string, node: string, against: string) =>
  queryOptions({
    queryKey: ['run', run, 'why', node, against],
    queryFn: ({ signal }) => api('GET /api/runs/:run/why/:node', { path: { run, node }, query: { against }, signal }),
  })

export interface ApplicationFilter {
  readonly machine?: string
  readonly status?: string
  readonly parent?: string
}

export const applicationsOf = (api: ApiClient, { machine, status, parent }: ApplicationFilter) =>
  infiniteQueryOptions({
    queryKey: ['applications', machine ?? '', status ?? '', parent ?? ''],
    queryFn: ({ pageParam, signal }) =>
      api('GET /api/applications', { query: { machine, status, parent, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: keepPreviousData,
  })

export const applicationOf = (api: ApiClient, app: string, place?: string) =>
  queryOptions({
    queryKey: ['application', app, 'head', place ?? ''],
    queryFn: ({ signal }) => api('GET /api/applications/:app', { path: { app }, query: { in: place }, signal }),
  })

export const applicationStepsOf = (api: ApiClient, app: string, place?: string) =>
  infiniteQueryOptions({
    queryKey: ['application', app, 'steps', place ?? ''],
    queryFn: ({ pageParam, signal }) =>
      api('GET /api/applications/:app/steps', { path: { app }, query: { in: place, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  })

export const applicationStateOf = (api: ApiClient, app: string, at: number, place?: string) =>
  queryOptions({
    queryKey: ['application', app, 'state', at, place ?? ''],
    queryFn: ({ signal }) =>
      api('GET /api/applications/:app/state', { path: { app }, query: { in: place, at }, signal }),
  })

export const nodeHistoryOf = (api: ApiClient, flow: string, node: string) =>
  infiniteQueryOptions({
    queryKey: ['flows', flow, 'history', node],
    queryFn: ({ pageParam, signal }) =>
      api('GET /api/flows/:flow/nodes/:node/history', { path: { flow, node }, query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  })

export const versionDifferenceOf = (api: ApiClient, node: string, before: string, after: string) =>
  queryOptions({
    queryKey: ['version-difference', node, before, after],
    queryFn: ({ signal }) => api('GET /api/versions/difference', { query: { node, before, after }, signal }),
  })

export const machineOf = (api: ApiClient, machine: string) =>
  queryOptions({
    queryKey: ['flows', '', 'machine', machine],
    queryFn: ({ signal }) => api('GET /api/machines/:machine', { path: { machine }, signal }),
  })
