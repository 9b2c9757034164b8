// What two runs were made with besides their code, as far as it differs: configuration, packages, runtime, commit.

import type { RunComparison } from '@throughline/server/api'
import { Facts } from './facts.tsx'

type Surroundings = RunComparison['surroundings']

export function hasDifferentSurroundings({ config, packages, runtime, git }: Surroundings): boolean {
  return config.length + packages.length + runtime.length > 0 || git !== undefined
}

export function SurroundingsView({
  surroundings: { config, packages, runtime, git },
}: {
  readonly surroundings: Surroundings
}) {
  const arrow = (before: string, after: string) => (
    <>
      <code>{before}</code> → <code>{after}</code>
    </>
  )
  const commitOf = ({ commit, isDirty }: NonNullable<Surroundings['git']>['before']): string =>
    `${commit.slice(0, 12)}${isDirty ? ' with changes' : ''}`
  return (
    <Facts
      facts={[
        ...config.map(
          ({ key, before, after }) =>
            [
              `config ${key}`,
              arrow(JSON.stringify(before) ?? 'not chosen', JSON.stringify(after) ?? 'not chosen'),
            ] as const,
        ),
        ...packages.map(
          ({ name, before, after }) =>
            [name, arrow(before.join(', ') || 'not there', after.join(', ') || 'not there')] as const,
        ),
        ...runtime.map(({ name, before = 'unknown', after = 'unknown' }) => [name, arrow(before, after)] as const),
        ['commit', git && arrow(commitOf(git.before), commitOf(git.after))],
      ]}
    />
  )
}
