import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStreamState } from '../api/stream.ts';
import styles from './shell.module.css';

const WORDS = { connecting: 'Connecting …', live: 'Live', offline: 'No news' } as const;

/** Whether the log on this page is the log as it is now. */
export function LineState() {
  const state = useStreamState();
  return (
    <output className={styles.line} data-state={state}>
      {WORDS[state]}
    </output>
  );
}

/** Said at the top of the page when a break lasts: a blink of the network is nobody's business. */
export function LineBanner() {
  const state = useStreamState();
  const { online } = useNetwork();
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(state === 'offline'), state === 'offline' ? 2_500 : 0);
    return () => clearTimeout(timer);
  }, [state]);
  if (!lasting) return null;
  return (
    <Alert color="orange" radius={0} icon={<IconPlugConnectedX />} p="xs" role="alert" className={styles.banner}>
      {online
        ? 'The desk cannot be reached: what you see may be out of date. It is tried again by itself.'
        : 'This machine is offline: what you see may be out of date.'}
    </Alert>
  );
}
