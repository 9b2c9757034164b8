// To be written.

export function LineagePage() {
  return <h1>Lineage</h1>
}
