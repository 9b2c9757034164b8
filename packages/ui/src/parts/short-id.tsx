// The end of an id, which tells two of them apart; the whole of it as a title. Of a UUIDv7 the beginning is the time.

export function ShortId({ id }: { readonly id: string }) {
  return <code title={id}>{id.length > 12 ? id.slice(-8) : id}</code>
}
