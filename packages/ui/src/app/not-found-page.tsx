// For an address without a page.

import { Link } from '@tanstack/react-router'
import { Empty } from '../parts/empty.tsx'

export function NotFoundPage() {
  return (
    <Empty title="There is no such page" isPage>
      <Link to="/">Go home</Link>
    </Empty>
  )
}
