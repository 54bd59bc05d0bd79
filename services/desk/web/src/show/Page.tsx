import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTitle } from '../shell/title.ts';
import styles from './Page.module.css';

/** A page besides the log: a heading, what can be done there, and its content. */
export function Page({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }) {
  useTitle(title);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {acts}
      </header>
      {children}
    </div>
  );
}
