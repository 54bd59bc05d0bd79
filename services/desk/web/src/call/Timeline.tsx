import { IconLock, IconSend } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { Call } from '../api/types.ts';
import { clockTime, dayName, exactly } from '../format.ts';
import { Mark } from '../show/Marks.tsx';
import { ContactCard } from './ContactCard.tsx';
import styles from './call.module.css';
import { type Done, lineOf, timelineOf, type Written } from './timeline.ts';

/** What was said and done, oldest first, a heading for each day. */
export function Timeline({ call }: { call: Call }) {
  const items = timelineOf(call);
  let day = '';
  return (
    <ol className={styles.timeline} aria-label="Timeline">
      {items.map((item, index) => {
        const today = dayName(item.at);
        const first = today !== day;
        day = today;
        return (
          <Fragment key={item.kind === 'contact' ? item.contact.id : `${item.at}${index}`}>
            {first && (
              <li className={styles.day}>
                <h2>{today}</h2>
              </li>
            )}
            {item.kind === 'contact' ? (
              <ContactCard told={item} call={call} />
            ) : item.kind === 'written' ? (
              <WrittenCard written={item} />
            ) : (
              <DoneLine done={item} />
            )}
          </Fragment>
        );
      })}
    </ol>
  );
}

const FATES = { sent: 'sent', withheld: 'not sent', failed: 'could not be sent' } as const;

function WrittenCard({ written: { at, by, text, note, channel, fate } }: { written: Written }) {
  return (
    <li className={styles.written} data-note={note || undefined}>
      <div className={styles.cardHead}>
        {note ? (
          <IconLock size={15} stroke={1.6} aria-label="Note" />
        ) : (
          <IconSend size={15} stroke={1.6} aria-label="Answer" />
        )}
        <strong>{by}</strong>
        <time dateTime={at} title={exactly(at)} className="faint numbers">
          {clockTime(at)}
        </time>
        {!note && (
          <Mark tone={fate?.state === 'sent' ? 'good' : fate ? 'bad' : 'plain'}>
            {fate ? FATES[fate.state] : 'on its way'}
            {channel && fate?.state === 'sent' ? ` by ${channel}` : ''}
          </Mark>
        )}
      </div>
      <p className={styles.said} dir="auto">
        {text}
      </p>
      {fate?.why && fate.state !== 'sent' && <p className={styles.problem}>{fate.why}</p>}
    </li>
  );
}

function DoneLine({ done: { at, entry } }: { done: Done }) {
  return (
    <li className={styles.done}>
      <time dateTime={at} title={exactly(at)} className="numbers">
        {clockTime(at)}
      </time>
      <span dir="auto">{lineOf(entry)}</span>
      {entry.by !== 'callbook' && <span>by {entry.by}</span>}
    </li>
  );
}
