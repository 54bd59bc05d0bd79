import { ActionIcon, Button, CopyButton, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconCheck,
  IconCopy,
  IconDots,
  IconGitMerge,
  IconX,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { mayWork, useMe } from '../api/session.ts';
import type { Call } from '../api/types.ts';
import { nameOf, words } from '../format.ts';
import { Target } from '../show/Age.tsx';
import { ChannelIcon } from '../show/ChannelIcon.tsx';
import { Mark, PriorityMark, StatusMark } from '../show/Marks.tsx';
import styles from './call.module.css';
import { doToCall } from './deeds.ts';

export type Deed = (what: string, act: () => Promise<unknown>, ...touched: string[]) => Promise<void>;

const STATUSES = ['new', 'in-progress', 'waiting', 'resolved', 'closed'] as const;

export function CallHead(props: {
  call: Call;
  people: readonly { tab: string; name: string; writing: boolean }[];
  onMerge(): void;
  onUndo: (() => void) | undefined;
  deed: Deed;
}) {
  const { call, people, onMerge, onUndo, deed } = props;
  const { reference, title, status, channels } = call;
  const me = useMe();
  const change = (next: (typeof STATUSES)[number]) =>
    void deed(words(next), () => doToCall(reference, { status: next }));
  return (
    <header className={styles.head}>
      <div className={styles.lead}>
        <Link to="/" search={true} className={styles.back} aria-label="Back to the log">
          <IconArrowLeft size={18} />
        </Link>
        <span className={`${styles.reference} numbers`}>{reference}</span>
        <CopyButton value={reference}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy the reference'}>
              <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label="Copy the reference">
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
        <PriorityMark priority={call.priority} />
        <span className={styles.channels}>
          {channels.map((channel) => (
            <ChannelIcon key={channel} channel={channel} />
          ))}
        </span>
        <Target call={call} />
        {people.map(({ tab, name, writing }) => (
          <Mark key={tab} tone="warn">
            {name} {writing ? 'is writing' : 'looks at this too'}
          </Mark>
        ))}
        <Link to="/" search={true} className={styles.close} aria-label="Close the call">
          <IconX size={18} />
        </Link>
      </div>
      <h1 id="call-title" dir="auto">
        {title}
      </h1>
      <div className={styles.under}>
        <bdi>{nameOf(call.requester)}</bdi>
        <span className={styles.acts}>
          {mayWork(me) ? (
            <Menu>
              <Menu.Target>
                <Button variant="default" size="compact-sm" aria-label={`Status: ${words(status)}`}>
                  <StatusMark status={status} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {STATUSES.filter((one) => one !== status).map((one) => (
                  <Menu.Item key={one} onClick={() => change(one)}>
                    <StatusMark status={one} />
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : (
            <StatusMark status={status} />
          )}
          {mayWork(me) && status !== 'resolved' && status !== 'closed' && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconCheck size={14} />}
              onClick={() => change('resolved')}
            >
              Resolve
            </Button>
          )}
          {mayWork(me) && (
            <Menu>
              <Menu.Target>
                <ActionIcon variant="default" size="md" aria-label="More">
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconGitMerge size={16} />} onClick={onMerge}>
                  Merge with another call …
                </Menu.Item>
                <Menu.Item leftSection={<IconArrowBackUp size={16} />} disabled={!onUndo} onClick={onUndo}>
                  Undo the last merge or split
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </span>
      </div>
    </header>
  );
}
