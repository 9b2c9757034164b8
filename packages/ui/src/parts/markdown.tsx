// Documentation as it was written: a small part of Markdown, made of elements of ours. HTML in it stays text.

import { Fragment, type ReactNode } from 'react'
import { parseMarkdown, type Block, type Inline } from './parse-markdown.ts'
import styles from './markdown.module.css'

interface Props {
  readonly text: string
  /** Draws code of a block; plain text by default. */
  readonly code?: (text: string, language: string) => ReactNode
}

export function Markdown({ text, code }: Props) {
  return <div className={styles.markdown}>{parseMarkdown(text).map((block, at) => toElement(block, at, code))}</div>
}

function toElement(block: Block, at: number, code: Props['code']): ReactNode {
  switch (block.type) {
    case 'heading': {
      const Heading = `h${Math.min(6, block.level + 2)}` as 'h3'
      return <Heading key={at}>{inlines(block.text)}</Heading>
    }
    case 'code':
      return (
        <Fragment key={at}>
          {code ? (
            code(block.text, block.language)
          ) : (
            <pre>
              <code>{block.text}</code>
            </pre>
          )}
        </Fragment>
      )
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul'
      return (
        <List key={at}>
          {block.items.map((item, place) => (
            <li key={place}>{inlines(item)}</li>
          ))}
        </List>
      )
    }
    case 'quote':
      return <blockquote key={at}>{inlines(block.text)}</blockquote>
    case 'paragraph':
      return <p key={at}>{inlines(block.text)}</p>
  }
}

function inlines(parts: readonly Inline[]): ReactNode {
  return parts.map((part, at) => {
    switch (part.type) {
      case 'text':
        return part.text
      case 'code':
        return <code key={at}>{part.text}</code>
      case 'strong':
        return <strong key={at}>{inlines(part.text)}</strong>
      case 'emphasis':
        return <em key={at}>{inlines(part.text)}</em>
      case 'link':
        return (
          <a key={at} href={part.to} {...(part.to.startsWith('#') ? {} : { target: '_blank', rel: 'noreferrer' })}>
            {inlines(part.text)}
          </a>
        )
    }
  })
}
