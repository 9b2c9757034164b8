// Tags as `key=value`.

import styles from './tags.module.css'

export function Tags({ tags }: { readonly tags: Readonly<Record<string, string>> }) {
  return (
    <span className={styles.tags}>
      {Object.entries(tags).map(([key, value]) => (
        <span key={key} className={styles.tag}>
          {value === '' || value === 'true' ? key : `${key}=${value}`}
        </span>
      ))}
    </span>
  )
}
