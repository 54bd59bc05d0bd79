import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFileText, IconPlugConnectedX, IconX } from '@tabler/icons-react';
import { bytes } from '../format.ts';
import { Mark } from '../show/Marks.tsx';
import styles from './paper.module.css';
import { ScanResult } from './ScanResult.tsx';
import { forget, retry, type Upload } from './uploads.ts';
import type { Scans } from './useScans.ts';
import { accountWords, adviceFor, type Scan } from './words.ts';

/** One file: how far it is on its way, how far it is read, and what has come of it. */
export function UploadItem({ upload, scans }: { upload: Upload; scans: Scans }) {
  const { name, taken } = upload;
  return (
    <li className={styles.upload} data-state={upload.state} aria-label={name}>
      {taken ? <TakenFile upload={upload} taken={taken} scans={scans} /> : <FileOnItsWay upload={upload} />}
    </li>
  );
}

function FileOnItsWay({ upload }: { upload: Upload }) {
  const { id, state, sent, size, problem } = upload;
  const share = size > 0 ? Math.round((100 * sent) / size) : 0;
  const said = {
    queued: 'Waits to be sent',
    sending: `Sending, ${share} %`,
    broken: 'The line is broken',
    failed: 'Not taken',
    taken: '',
  };
  return (
    <>
      <Head
        upload={upload}
        said={said[state]}
        tone={state === 'failed' ? 'bad' : state === 'broken' ? 'warn' : 'plain'}
      />
      {(state === 'sending' || state === 'queued') && (
        <Progress value={share} size="sm" aria-label={`Sending ${upload.name}`} />
      )}
      {state === 'broken' && (
        <p className={styles.advice}>
          <IconPlugConnectedX size={16} aria-hidden /> Nothing is lost: it is sent again by itself as soon as the desk
          can be reached.
        </p>
      )}
      {state === 'failed' && problem && (
        <p className={styles.advice} role="alert">
          <IconAlertTriangle size={16} aria-hidden /> {problem.message} {adviceFor(problem.code)}
        </p>
      )}
      {(state === 'broken' || state === 'failed') && (
        <Button size="compact-sm" variant="default" onClick={() => retry(id)}>
          Try again
        </Button>
      )}
    </>
  );
}

type TakenProps = { readonly upload: Upload; readonly taken: NonNullable<Upload['taken']>; readonly scans: Scans };

function TakenFile({ upload, taken, scans }: TakenProps) {
  const scan = scans.of(taken.key);
  const { state } = scan ?? {};
  const said = taken.state === 'refused' && !scan ? 'Kept for a person' : stateWords(scan, scans.isLate(taken.key));
  const done = state === 'read' || state === 'needs-person';
  const { pages = 0, read = 0 } = scan?.progress ?? {};
  const problem = scan?.problem ?? (taken.code ? { code: taken.code, message: taken.message } : undefined);
  const account = scan && accountWords(scan);
  return (
    <>
      <Head upload={upload} said={said} tone={state === 'read' ? 'good' : done ? 'warn' : 'plain'}>
        {taken.state === 'known' && <Mark>handed in before</Mark>}
      </Head>
      {!done && taken.state !== 'refused' && (
        <Progress
          value={pages > 0 ? (100 * read) / pages : 100}
          size="sm"
          color={pages > 0 ? undefined : 'gray.5'}
          animated={pages === 0}
          striped={pages === 0}
          aria-label={`Reading ${upload.name}`}
        />
      )}
      {account && <p className={styles.account}>{account}</p>}
      {problem && (
        <p className={styles.advice}>
          <IconAlertTriangle size={16} aria-hidden /> {problem.message} {adviceFor(problem.code)}{' '}
          <code>{problem.code}</code>
        </p>
      )}
      {scan && scan.entries.length > 0 && <ScanResult scan={scan} />}
    </>
  );
}

function stateWords(scan: Scan | undefined, late: boolean): string {
  if (!scan && late) return 'Safe on disk. Not in the log yet, or in a department that you do not see';
  if (!scan) return 'Accepted, on its way to the log';
  const { pages = 0, read = 0 } = scan.progress ?? {};
  const pageWords = pages > 1 ? `Page ${Math.min(read + 1, pages)} of ${pages} is being read` : 'Being read';
  const words = {
    waiting: 'In the log, waits to be read',
    reading: pageWords,
    again: 'Not read yet: it is tried again by itself',
    read: 'Read',
    'needs-person': 'A person has to look',
  };
  return words[scan.state];
}

type HeadProps = {
  readonly upload: Upload;
  readonly said: string;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  readonly children?: React.ReactNode;
};

function Head({ upload: { id, name, size, state }, said, tone, children }: HeadProps) {
  const Icon = tone === 'good' ? IconCheck : tone === 'plain' ? IconFileText : IconAlertTriangle;
  return (
    <div className={styles.file}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <strong className={styles.name}>
        <bdi>{name}</bdi>
      </strong>
      <span className="faint numbers">{bytes(size)}</span>
      {children}
      <span className={styles.said} data-tone={tone} aria-live="polite">
        {said}
      </span>
      {(state === 'taken' || state === 'failed') && (
        <Tooltip label="Off this list">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Take ${name} off the list`}
            onClick={() => forget(id)}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
