// What a flow is given: its inputs, its configuration, and the modules it is made of.

import type { FlowGraph } from '@throughline/server/api'
import { NameList } from './name-list.tsx'
import styles from './flow-page.module.css'

interface Props {
  readonly graph: FlowGraph
  readonly modules: readonly string[]
  readonly onSelect: (name: string) => void
}

export function FlowGiven({ graph: { inputs, config, nodes }, modules, onSelect }: Props) {
  const typeOf = new Map(inputs.map(({ name, type }) => [name, type]))
  const namesOf = (isRequired: boolean): string[] =>
    inputs.filter((input) => input.isRequired === isRequired).map(({ name }) => name)
  const more = (name: string) => typeOf.get(name) !== undefined && <code>{typeOf.get(name)}</code>
  const read = new Set(nodes.flatMap(({ dependencies }) => dependencies.map(({ name }) => name)))
  const ends = nodes.filter(({ name }) => !read.has(name)).map(({ name }) => name)
  return (
    <aside className={styles.aside} aria-label="About this flow">
      <h2 className="visually-hidden">About this flow</h2>
      <p className={styles.soft}>
        Select a node to see what it is. The arrow keys go along the graph, Enter opens the page of a node.
      </p>
      <NameList title="Inputs that must be given" names={namesOf(true)} onSelect={onSelect} more={more} />
      <NameList title="Inputs that may be given" names={namesOf(false)} onSelect={onSelect} more={more} />
      {config.length > 0 && (
        <section>
          <h3>Configuration</h3>
          <ul className={styles.names}>
            {config.map(({ name, values, chosen }) => (
              <li key={name}>
                {name}
                {values.map((value) => (
                  <span key={value} className={styles.soft}>
                    {' '}
                    <code>{value}</code>
                    {value === chosen && ' (now)'}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
      <NameList title="Nobody reads these: its results" names={ends} onSelect={onSelect} />
      {modules.length > 0 && (
        <section>
          <h3>Modules</h3>
          <ul className={styles.names}>
            {modules.map((module) => (
              <li key={module}>
                <code>{module}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}
