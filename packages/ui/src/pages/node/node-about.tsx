// What a node says of itself, its source, what it reads and who uses it.

import { Link } from '@tanstack/react-router'
import type { NodePage } from '@throughline/server/api'
import { Code } from '../../parts/code.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { NodeLinks } from './node-links.tsx'
import styles from './node-page.module.css'

export function NodeAbout({ page }: { readonly page: NodePage }) {
  const { flow, node, documentation, source, functions = [], upstream, downstream, readBy, alsoIn } = page
  const optional = new Set(node.dependencies.flatMap(({ name, optional: is }) => (is ? [name] : [])))
  const reads = node.dependencies.map(({ name }) => name)
  const known = new Set(upstream)
  return (
    <div className={split.aside}>
      <div className={split.stack}>
        <Panel title="Documentation">
          {documentation === undefined ? (
            <p className={styles.soft}>
              It has none. A comment <code>/** … */</code> above its export is shown here.
            </p>
          ) : (
            <Markdown text={documentation} code={(text) => <Code text={text} />} />
          )}
        </Panel>
        {source && (
          <Panel title="Source" isFlush tools={<Place {...source.at} />}>
            <Code text={source.text} firstLine={source.at.line} label={`Source of ${node.name}`} />
          </Panel>
        )}
        {functions.map(({ text, at }) => (
          <Panel key={`${at.file}:${at.line}`} title="Made of" isFlush tools={<Place {...at} />}>
            <Code text={text} firstLine={at.line} label={`${at.file}, line ${at.line}`} />
          </Panel>
        ))}
      </div>
      <div className={split.stack}>
        <Panel title="Facts">
          <Facts
            facts={[
              ['kind', node.kind],
              ['type', node.type && <code>{node.type}</code>],
              ['module', node.module],
              ['export', node.export === node.name ? undefined : node.export],
              ['checks', node.checks.join(', ')],
            ]}
          />
        </Panel>
        <Panel title={`Reads (${reads.length})`}>
          <NodeLinks flow={flow} names={reads} isNode={(name) => known.has(name)} optional={optional} />
          <Further what="upstream" names={upstream} direct={reads} flow={flow} />
        </Panel>
        <Panel title={`Read by (${readBy.length})`}>
          {readBy.length === 0 && <p className={styles.soft}>No other node reads it: it is a result of the flow.</p>}
          <NodeLinks flow={flow} names={readBy} />
          <Further what="downstream" names={downstream} direct={readBy} flow={flow} />
        </Panel>
        {alsoIn.length > 0 && (
          <Panel title="Also in">
            <ul className={styles.links}>
              {alsoIn.map((other) => (
                <li key={other}>
                  <Link to="/flows/$flow/nodes/$node" params={{ flow: other, node: node.name }}>
                    {other}
                  </Link>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </div>
  )
}

function Place({ file, line }: { readonly file: string; readonly line: number }) {
  return <code className={styles.soft}>{`${file}:${line}`}</code>
}

interface FurtherProps {
  readonly what: 'upstream' | 'downstream'
  readonly names: readonly string[]
  readonly direct: readonly string[]
  readonly flow: string
}

function Further({ what, names, direct, flow }: FurtherProps) {
  const further = names.filter((name) => !direct.includes(name))
  if (further.length === 0) return null
  return (
    <details className={styles.further}>
      <summary>
        {further.length.toLocaleString('en')} further {what}
      </summary>
      <NodeLinks flow={flow} names={further} />
    </details>
  )
}
