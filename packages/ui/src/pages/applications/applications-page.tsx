// To be written.

export function ApplicationsPage() {
  return <h1>Applications</h1>
}
