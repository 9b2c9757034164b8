// The versions of a node's code that ran, and what was edited between two of them.

import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext } from '@tanstack/react-router'
import type { NodePage } from '@throughline/server/api'
import { useState } from 'react'
import { versionDifferenceOf } from '../../api/queries.ts'
import { Ago } from '../../parts/ago.tsx'
import { Button } from '../../parts/button.tsx'
import { EditedCode } from '../../parts/edited-code.tsx'
import { Code } from '../../parts/code.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import { ShortId } from '../../parts/short-id.tsx'
import split from '../../parts/split.module.css'
import styles from './node-page.module.css'

interface Props {
  readonly page: NodePage
  readonly before: string | undefined
  readonly after: string | undefined
}

export function NodeVersions({ page, before, after }: Props) {
  const navigate = useNavigate({ from: '/flows/$flow/nodes/$node' })
  const versions = page.recorded?.versions ?? []
  if (versions.length === 0) return <Empty title="It never ran">A version is kept when a run is recorded.</Empty>
  const later = after ?? versions[0]!.code
  const earlier = before ?? versions.find(({ code }) => code !== later)?.code
  const choose = (change: { readonly before?: string; readonly after?: string }): void =>
    void navigate({ search: (search) => ({ ...search, ...change }), replace: true, resetScroll: false })
  return (
    <div className={split.stack}>
      <Panel title="Versions that ran" isFlush>
        <table className={styles.versions}>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Runs</th>
              <th scope="col">First run</th>
              <th scope="col">Last run</th>
              <th scope="col">Compare from</th>
              <th scope="col">to</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ code, runs, firstRun, lastRun }) => (
              <tr key={code}>
                <th scope="row">
                  <code title={code}>{code.slice(0, 14)}</code>
                </th>
                <td>{runs}</td>
                <td>
                  <RunLink run={firstRun} node={page.node.name} />
                </td>
                <td>
                  <RunLink run={lastRun} node={page.node.name} />
                </td>
                <td>
                  <input
                    type="radio"
                    name="before"
                    aria-label={`Compare from ${code.slice(0, 14)}`}
                    checked={code === earlier}
                    onChange={() => choose({ before: code })}
                  />
                </td>
                <td>
                  <input
                    type="radio"
                    name="after"
                    aria-label={`Compare to ${code.slice(0, 14)}`}
                    checked={code === later}
                    onChange={() => choose({ after: code })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      {earlier === undefined || earlier === later ? (
        <Only version={versions.find(({ code }) => code === later)} />
      ) : (
        <Difference node={page.node.name} before={earlier} after={later} />
      )}
    </div>
  )
}

function RunLink({ run, node }: { readonly run: string; readonly node: string }) {
  return (
    <Link to="/runs/$run" params={{ run }} search={{ node }}>
      {beganAtMs(run) === undefined ? <ShortId id={run} /> : <Ago atMs={beganAtMs(run)!} />}
    </Link>
  )
}

/** Ids of runs begin with their time: they are UUIDs of version 7. */
function beganAtMs(run: string): number | undefined {
  const found = /^([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-/.exec(run)
  return found ? Number.parseInt(`${found[1]}${found[2]}`, 16) : undefined
}

function Only({ version }: { readonly version: NonNullable<NodePage['recorded']>['versions'][number] | undefined }) {
  const { source, line } = version?.version ?? {}
  if (source === undefined) return <Empty title="The text of this version was not kept" />
  return (
    <Panel title="The only version so far" isFlush>
      <Code text={source} {...(line !== undefined && { firstLine: line })} />
    </Panel>
  )
}

interface DifferenceProps {
  readonly node: string
  readonly before: string
  readonly after: string
}

function Difference({ node, before, after }: DifferenceProps) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(versionDifferenceOf(api, node, before, after))
  const [isSides, setSides] = useState(true)
  if (error) return <Empty title={error.message} />
  if (!data) return <Loading label="Comparing" />
  const changed = data.pieces.filter(({ change }) => change !== 'same')
  const same = data.pieces.length - changed.length
  return (
    <>
      <div className={styles.tools}>
        <p className={styles.soft}>
          {changed.length === 0 ? 'No piece' : changed.length === 1 ? 'One piece' : `${changed.length} pieces`} of its
          code {changed.length > 1 ? 'were' : 'was'} edited
          {same > 0 && `, ${same === 1 ? 'one is' : `${same} are`} the same`}.
        </p>
        <Button aria-pressed={isSides} onClick={() => setSides(!isSides)}>
          {isSides ? 'Show only what was edited' : 'Show side by side'}
        </Button>
      </div>
      {changed.map((piece) => (
        <Panel
          key={`${piece.file ?? ''} ${piece.name}`}
          title={piece.change === 'changed' ? piece.name : `${piece.name}: ${piece.change}`}
          isFlush={piece.change !== 'changed' || (piece.before !== undefined && piece.after !== undefined)}
          tools={piece.file !== undefined && <code className={styles.soft}>{piece.file}</code>}
        >
          <EditedCode
            wasThere={piece.change !== 'added'}
            isThere={piece.change !== 'removed'}
            before={piece.before}
            after={piece.after}
            isSides={isSides}
          />
        </Panel>
      ))}
      {data.packages.length > 0 && (
        <Panel title="Packages">
          <ul className={styles.links}>
            {data.packages.map(({ name, before: was, after: is }) => (
              <li key={name}>
                <code>{name}</code> {was ?? 'none'} → {is ?? 'none'}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
