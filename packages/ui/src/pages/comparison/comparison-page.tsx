// To be written.

export function ComparisonPage() {
  return <h1>Comparison</h1>
}
