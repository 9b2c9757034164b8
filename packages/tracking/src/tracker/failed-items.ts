// The items that failed in a fan-out that goes on after failures: it gives them among its values.

export interface FailedItem {
  readonly key: string
  readonly error: unknown
}

/** As many as are told of one step. */
const MOST_FAILED = 1_000

/** Empty for any other value. */
export function failedItems(value: unknown): FailedItem[] {
  if (!Array.isArray(value) || !isSettled(value[0])) return []
  return value.filter(isFailed).slice(0, MOST_FAILED)
}

/** Of such a fan-out every item is settled, so that the first tells. */
function isSettled(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false
  const { status, key } = item as { readonly status?: unknown; readonly key?: unknown }
  return (status === 'succeeded' || status === 'failed') && typeof key === 'string'
}

function isFailed(item: unknown): item is FailedItem {
  return isSettled(item) && (item as { readonly status: unknown }).status === 'failed' && 'error' in (item as object)
}
