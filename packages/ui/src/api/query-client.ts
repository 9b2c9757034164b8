// What was asked stays for a while; what changed is told live, so nothing is asked again by the clock.

import { QueryClient } from '@tanstack/react-query'
import { ApiFailure } from './client.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ApiFailure && (error.status === 0 || error.status >= 500),
    },
  },
})
