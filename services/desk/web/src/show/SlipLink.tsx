import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { addressOf } from '../api/client.ts';
import styles from './SlipLink.module.css';

/** The slip of a call, for somebody to whom nothing can be sent: a PDF in a tab of its own, to be printed from there. */
export function SlipLink({ reference, children }: { reference: string; children: ReactNode }) {
  return (
    <a
      href={addressOf('/api/calls/{reference}/slip', { reference })}
      target="_blank"
      rel="noreferrer"
      className={styles.slip}
    >
      <IconPrinter size={14} aria-hidden /> {children}
    </a>
  );
}
