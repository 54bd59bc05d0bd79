import type { Priority, Status } from '../api/types.ts';
import { words } from '../format.ts';
import styles from './Marks.module.css';

export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className={styles.priority} data-priority={priority} title={`Priority ${priority.slice(1)}`}>
      {priority}
    </span>
  );
}

export function StatusMark({ status }: { status: Status }) {
  return (
    <span className={styles.status} data-status={status}>
      {words(status)}
    </span>
  );
}

export function Mark({
  children,
  tone = 'plain',
}: {
  children: React.ReactNode;
  tone?: 'plain' | 'warn' | 'bad' | 'good';
}) {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  );
}
