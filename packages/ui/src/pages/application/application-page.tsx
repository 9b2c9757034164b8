// To be written.

export function ApplicationPage() {
  return <h1>Application</h1>
}
