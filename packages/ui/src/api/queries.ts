// What pages ask for, each with the key by which `live.ts` has it asked again.

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
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
