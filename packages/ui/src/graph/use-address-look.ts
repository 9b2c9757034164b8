// What a person looks at in a graph stands in the address of its page.

import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { GraphLook, LookChange } from './picture.ts'
import { changed } from './use-look.ts'

/** What is chosen, and searched, replaces the address; what is shown at all makes a new one to go back from. */
export function useAddressLook(): readonly [GraphLook, (change: LookChange) => void] {
  const look: GraphLook = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (part: LookChange) => {
      const isPlace = 'focus' in part || 'group' in part || 'open' in part || 'view' in part
      void navigate({
        to: '.',
        search: (search: GraphLook) => changed(search, part),
        replace: !isPlace,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [look, change]
}
