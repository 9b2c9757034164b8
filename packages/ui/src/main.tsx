// Starts the pages.

import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApiClient } from './api/client.ts'
import { connection } from './api/connection.ts'
import { listen } from './api/live.ts'
import { queryClient } from './api/query-client.ts'
import { createPages } from './app/router.tsx'
import { beginSession } from './app/session.ts'
import { applyTheme } from './app/theme.ts'
import './design/tokens.css'
import './design/base.css'

applyTheme()
const api = createApiClient()
const router = createPages({ api, queryClient })
const session = await beginSession()
if (session.isOpen) listen(queryClient, connection)
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} context={{ session }} />
    </QueryClientProvider>
  </StrictMode>,
)
