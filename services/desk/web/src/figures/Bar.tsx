import styles from './figures.module.css';

/** A number beside others, as long as it is large; for the eye alone, since the number itself stands beside it. */
export function Bar({ value, most }: { value: number; most: number }) {
  return (
    <div className={styles.bar} aria-hidden="true">
      <div style={{ width: `${most === 0 ? 0 : (100 * value) / most}%` }} />
    </div>
  );
}
