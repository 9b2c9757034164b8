// Beside the graph of a flow: the selected node.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { FlowNode } from '@throughline/server/api'
import { useMemo, useState } from 'react'
import { nodeOf } from '../../api/queries.ts'
import { GraphSearch } from '../../graph/graph-search.tsx'
import { linksOf, reach } from '../../graph/links.ts'
import type { LookChange, Picture } from '../../graph/picture.ts'
import { searchBoxes } from '../../graph/search.ts'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import { Tags } from '../../parts/tags.tsx'
import { AsideHead } from './aside-head.tsx'
import { NameList } from './name-list.tsx'
import styles from './flow-page.module.css'

interface Props {
  readonly flow: string
  readonly node: FlowNode
  readonly picture: Picture
  readonly onLook: (change: LookChange) => void
}

export function NodeAside({ flow, node, picture, onLook }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data } = useQuery(nodeOf(api, flow, node.name))
  const [text, setText] = useState('')
  const links = useMemo(() => linksOf(picture.arrows), [picture])
  const readBy = links.downstream.get(node.name) ?? []
  const optional = new Set(node.dependencies.flatMap((one) => (one.optional ? [one.name] : [])))
  const documentation = data?.documentation ?? node.summary
  const select = (id: string): void => onLook({ node: id })
  return (
    <aside className={styles.aside} aria-label={`Node ${node.name}`}>
      <AsideHead name={node.name} onLook={onLook} />
      {documentation === undefined ? (
        <p className={styles.soft}>It has no documentation.</p>
      ) : (
        <Markdown text={documentation} />
      )}
      <Facts
        facts={[
          ['type', node.type && <code>{node.type}</code>],
          ['kind', node.kind],
          ['module', node.module],
          ['line', node.at && `${node.at.file}:${node.at.line}`],
          ['tags', Object.keys(node.tags).length > 0 ? <Tags tags={node.tags} /> : undefined],
          ['checks', node.checks.join(', ')],
        ]}
      />
      <div className={styles.tools}>
        <Link to="/flows/$flow/nodes/$node" params={{ flow, node: node.name }}>
          Source, versions, history
        </Link>
      </div>
      <NameList
        title="Reads"
        names={node.dependencies.map(({ name }) => name)}
        onSelect={select}
        more={(name) => optional.has(name) && <code>optional</code>}
      />
      <NameList title="Read by" names={readBy} onSelect={select} />
      <section className={styles.way}>
        <h3>Show only</h3>
        <div className={styles.tools}>
          <Button onClick={() => onLook({ focus: node.name, hops: '1', to: undefined })}>What is next to it</Button>
          <Button onClick={() => onLook({ focus: node.name, hops: undefined, to: undefined })}>
            All up and down ({reach(links.upstream, node.name).size} + {reach(links.downstream, node.name).size})
          </Button>
        </div>
        <GraphSearch
          label="The ways between it and …"
          text={text}
          found={useMemo(() => searchBoxes(picture.boxes, text), [picture, text])}
          onSearch={(next) => setText(next ?? '')}
          onFind={(to) => onLook({ focus: node.name, to, hops: undefined })}
        />
      </section>
    </aside>
  )
}
