import styles from './figures.module.css';

/** What each figure means, in the words of the API, for whoever cannot rest a pointer on a number. */
export function Meanings({ definitions }: { definitions: Readonly<Record<string, string>> }) {
  return (
    <details className={styles.panel}>
      <summary>What these figures mean</summary>
      <dl className={styles.meanings}>
        {Object.entries(definitions).map(([name, meaning]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
