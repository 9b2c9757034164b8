// What is recorded of a value: its type, how it looks, its version. Never the value itself, unless capture kept a sample.

import type { Summarised, ValueFacts } from '@throughline/server/api'
import { sizeText } from './amounts.ts'
import { Facts } from './facts.tsx'
import { figureText } from './figures.ts'
import { Histogram } from './histogram.tsx'
import styles from './value-view.module.css'

export function ValueView({ facts }: { readonly facts: ValueFacts | undefined }) {
  if (!facts) return <p className={styles.soft}>Nothing was recorded of the value.</p>
  const { type, version, summary } = facts
  return (
    <div className={styles.value}>
      <p className={styles.head}>
        <strong>{type}</strong>
        {version !== undefined && (
          <code className={styles.soft} title={version}>
            {version.slice(0, 18)}…
          </code>
        )}
      </p>
      {summary ? (
        <SummaryView summary={summary as Summarised} />
      ) : (
        <p className={styles.soft}>No summary: the capture policy or its budget of time left it out.</p>
      )}
    </div>
  )
}

function SummaryView({ summary }: { readonly summary: Summarised }) {
  return (
    <>
      <SummaryFigures summary={summary} />
      {summary.value.sample !== undefined && (
        <details>
          <summary>The beginning of the value, as the capture policy keeps it</summary>
          <pre className={styles.sample}>{JSON.stringify(summary.value.sample, null, 2)}</pre>
        </details>
      )}
    </>
  )
}

function SummaryFigures({ summary }: { readonly summary: Summarised }) {
  switch (summary.type) {
    case 'numeric': {
      const { n, missing, nan, mean, min, max, std, zeros, distinct, quantiles, histogram } = summary.value
      if (n === 1 && mean !== null) return <p className={styles.one}>{figureText(mean)}</p>
      return (
        <>
          {histogram.counts.length > 1 && (
            <Histogram isLarge counts={histogram.counts} label={`From ${figureText(min)} to ${figureText(max)}`} />
          )}
          <Facts
            facts={[
              ['count', figureText(n)],
              ['missing', missing + nan === 0 ? undefined : figureText(missing + nan)],
              ['mean', figureText(mean)],
              ['deviation', std === null ? undefined : figureText(std)],
              ['least, greatest', `${figureText(min)}, ${figureText(max)}`],
              ['quartiles', [quantiles.p25, quantiles.p50, quantiles.p75].map(figureText).join(', ')],
              ['zeros', zeros === 0 ? undefined : figureText(zeros)],
              ['distinct', figureText(distinct)],
            ]}
          />
        </>
      )
    }
    case 'text': {
      const { n, missing, empty, length, distinct, pattern, tokens } = summary.value
      return (
        <Facts
          facts={[
            ['count', n === 1 ? undefined : figureText(n)],
            ['missing', missing === 0 ? undefined : figureText(missing)],
            ['empty', empty === 0 ? undefined : figureText(empty)],
            [
              'length',
              length &&
                (n === 1
                  ? figureText(length.mean)
                  : `${figureText(length.min)} to ${figureText(length.max)}, mean ${figureText(length.mean)}`),
            ],
            ['distinct', distinct === null ? undefined : figureText(distinct)],
            ['looks like', pattern ?? undefined],
            ['tokens, about', figureText(tokens)],
          ]}
        />
      )
    }
    case 'boolean': {
      const { n, missing, trueRatio } = summary.value
      return (
        <Facts
          facts={[
            ['count', figureText(n)],
            ['missing', missing === 0 ? undefined : figureText(missing)],
            ['true', trueRatio === null ? undefined : `${figureText(trueRatio * 100)} %`],
          ]}
        />
      )
    }
    case 'table': {
      const { rows, columns, omitted } = summary.value
      return (
        <>
          <p>
            {figureText(rows)} rows, {figureText(Object.keys(columns).length + (omitted ?? 0))} columns
          </p>
          <Parts head="Column" parts={columns} />
        </>
      )
    }
    case 'record':
      return <Parts head="Field" parts={summary.value.fields} />
    case 'mixed':
      return <Parts head="Type" parts={summary.value.parts} />
    case 'map':
      return (
        <Parts
          head={`${figureText(summary.value.entries)} entries`}
          parts={{ keys: summary.value.keys, values: summary.value.values }}
        />
      )
    case 'set':
      return <Parts head={`${figureText(summary.value.entries)} entries`} parts={{ values: summary.value.values }} />
    case 'model': {
      const { class: name, sizeBytes, numbers, fields } = summary.value
      return (
        <Facts
          facts={[
            ['class', name],
            ['size, about', sizeText(sizeBytes)],
            ...Object.entries(numbers).map(([key, number]) => [key, figureText(number)] as const),
            ...Object.entries(fields),
          ]}
        />
      )
    }
    case 'bytes':
      return (
        <Facts
          facts={[
            ['kind', summary.value.kind],
            ['size', sizeText(summary.value.sizeBytes)],
          ]}
        />
      )
    case 'redacted':
      return <p className={styles.soft}>Secret: nothing else is recorded.</p>
    case 'empty':
      return <p className={styles.soft}>Nothing is there.</p>
    case 'unreadable':
      return <p className={styles.soft}>It could not be looked at.</p>
    case 'date':
    case 'vectors':
    case 'json':
    case 'other':
      return <pre className={styles.sample}>{JSON.stringify(withoutSketch(summary.value), null, 2)}</pre>
  }
}

/** What a merge needs says nothing to a person. */
function withoutSketch(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'sketch' && key !== 'sample'))
}

function Parts({ head, parts }: { readonly head: string; readonly parts: Readonly<Record<string, Summarised>> }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={head}>
      <table className={styles.parts}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">Type</th>
            <th scope="col">Looks like</th>
            <th scope="col">Missing</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(parts).map(([name, part]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{part.type}</td>
              <td>
                <Look summary={part} />
              </td>
              <td className={styles.number}>{'missing' in part.value ? figureText(part.value.missing) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** In one line. */
export function Look({ summary }: { readonly summary: Summarised }) {
  switch (summary.type) {
    case 'numeric': {
      const { n, mean, min, max, histogram } = summary.value
      if (n === 1 || min === max) return <>{n === 1 ? figureText(mean) : `all ${figureText(mean)}`}</>
      return (
        <span className={styles.look}>
          <Histogram counts={histogram.counts} label={`From ${figureText(min)} to ${figureText(max)}`} />
          <span>
            {figureText(min)} … {figureText(max)}, mean {figureText(mean)}
          </span>
        </span>
      )
    }
    case 'text': {
      const { n, distinct, length } = summary.value
      if (n === 1 && length !== null) return <>{`length ${figureText(length.mean)}`}</>
      return (
        <>
          {distinct === null ? '' : `${figureText(distinct)} distinct, `}
          {length === null ? 'no texts' : `mean length ${figureText(length.mean)}`}
        </>
      )
    }
    case 'boolean':
      return <>{summary.value.trueRatio === null ? '' : `${figureText(summary.value.trueRatio * 100)} % true`}</>
    case 'table':
      return <>{`${figureText(summary.value.rows)} rows, ${Object.keys(summary.value.columns).length} columns`}</>
    case 'date':
    case 'vectors':
    case 'json':
    case 'mixed':
    case 'empty':
    case 'redacted':
    case 'record':
    case 'map':
    case 'set':
    case 'model':
    case 'bytes':
    case 'other':
    case 'unreadable':
      return <>{`${figureText(summary.value.n)} of them`}</>
  }
}
