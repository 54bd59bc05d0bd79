import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { heardOf } from '../api/calls.ts';
import type { CallSummary } from '../api/types.ts';
import { nameOf } from '../format.ts';
import { Ago, Target } from '../show/Age.tsx';
import { ChannelIcon } from '../show/ChannelIcon.tsx';
import { Found } from '../show/Found.tsx';
import { Mark, PriorityMark, StatusMark } from '../show/Marks.tsx';
import styles from './log.module.css';

export type RowProps = {
  readonly call: CallSummary;
  readonly top: number;
  readonly index: number;
  readonly slim: boolean;
  readonly active: boolean;
  readonly open: boolean;
  readonly selected: boolean;
  readonly query: string | undefined;
  onOpen(reference: string): void;
  onSelect(reference: string): void;
  onActive(reference: string): void;
};

/** How long a call that just came says so. */
const NEWS = 6_000;

/** One call of the log: one line where there is room, three where there is little. */
export const CallRow = memo(function CallRow(props: RowProps) {
  const { call, top, index, slim, active, open, selected, query, onOpen, onSelect, onActive } = props;
  const { reference, title, firstWords: said, firstChannel, channels, priority, status, department, assignee } = call;
  const news = Date.now() - (heardOf.get(reference) ?? 0) < NEWS;
  const shown = title.replace(/…$/, '');
  // A contact without a subject has its first words for a title: they are not said twice.
  const more = said.startsWith(shown) ? said.slice(shown.length) : said && ` — ${said}`;
  // Who searches wants to see where it stands.
  const rest = query && call.excerpt ? ` — ${call.excerpt}` : more;
  const others = [firstChannel, ...channels.filter((other) => other !== firstChannel)];
  const marks = (
    <>
      {call.problem && <Mark tone="warn">unreadable part</Mark>}
      {call.missed && <Mark>{call.contactCount > 1 ? `missed call, ${call.contactCount}×` : 'missed call'}</Mark>}
      {call.contactCount > 1 && !call.missed && (
        <span className={styles.count} title={`${call.contactCount} contacts`}>
          {call.contactCount}
        </span>
      )}
    </>
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link in it is what keys reach; this is a larger mark for a mouse
    <div
      role="row"
      aria-rowindex={index + 2}
      className={slim ? styles.slimRow : styles.row}
      style={{ transform: `translateY(${top}px)` }}
      data-active={active || undefined}
      data-open={open || undefined}
      data-news={news || undefined}
      data-done={status === 'resolved' || status === 'closed' || undefined}
      data-reference={reference}
      onClick={(event) => {
        if ((event.target as Element).closest('a, input, button')) return;
        onOpen(reference);
      }}
    >
      <div role="cell" className={styles.select}>
        <input
          type="checkbox"
          checked={selected}
          onChange={() => onSelect(reference)}
          aria-label={`Select ${reference}`}
          tabIndex={-1}
        />
      </div>
      <div role="cell" className={styles.channels}>
        {others.slice(0, slim ? 1 : 2).map((channel) => (
          <ChannelIcon key={channel} channel={channel} />
        ))}
        {others.length > 2 && !slim && <span className="faint">+{others.length - 2}</span>}
      </div>
      <div role="cell" className={styles.reference}>
        <Link
          to="/calls/$reference"
          params={{ reference }}
          search={true}
          onFocus={() => onActive(reference)}
          className="numbers"
          data-call-link={reference}
        >
          {reference}
        </Link>
      </div>
      <div role="cell" className={styles.requester}>
        <bdi>
          <Found text={nameOf(call.requester)} query={query} />
        </bdi>
      </div>
      <div role="cell" className={styles.words} dir="auto">
        {slim ? null : marks}
        <span className={styles.title}>
          <Found text={said.startsWith(shown) ? shown : title} query={query} />
        </span>
        <span className={styles.rest}>
          <Found text={rest} query={query} />
        </span>
      </div>
      <div role="cell" className={styles.department}>
        {department ?? ''}
        {slim && marks}
      </div>
      <div role="cell" className={styles.priority}>
        <PriorityMark priority={priority} />
      </div>
      <div role="cell" className={styles.status}>
        <StatusMark status={status} />
      </div>
      <div role="cell" className={styles.target}>
        <Target call={call} />
      </div>
      <div role="cell" className={styles.assignee}>
        {assignee ?? <span className="faint">–</span>}
      </div>
      <div role="cell" className={styles.age}>
        <Ago at={call.receivedAt} />
      </div>
    </div>
  );
});
