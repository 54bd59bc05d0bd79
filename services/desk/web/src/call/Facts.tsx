import { Link } from '@tanstack/react-router';
import type { RefObject } from 'react';
import type { Call } from '../api/types.ts';
import { exactly, nameOf, words } from '../format.ts';
import { Mark } from '../show/Marks.tsx';
import type { Deed } from './CallHead.tsx';
import styles from './call.module.css';

const KINDS = { email: 'E-mail', phone: 'Phone', slack: 'Slack', 'employee-number': 'Number' } as const;

/** Who it is about, and what is fixed about the call. */
export function Facts({ call }: { call: Call; assign: RefObject<HTMLInputElement | null>; deed: Deed; may: boolean }) {
  const { requester } = call;
  const dates = [
    ['Received', call.receivedAt],
    ['Answer by', call.respondBy],
    ['Answered', call.respondedAt],
    ['Resolved', call.resolvedAt],
  ] as const;
  return (
    <aside className={styles.facts} aria-label="About this call">
      <section>
        <h2>Requester</h2>
        <p className={styles.person}>
          <bdi>{nameOf(requester)}</bdi>
        </p>
        <dl>
          {requester?.identities
            .filter(({ kind }) => kind !== 'slack')
            .map(({ kind, value, verified }) => (
              <div key={kind + value}>
                <dt>{KINDS[kind]}</dt>
                <dd>
                  {kind === 'email' ? (
                    <a href={`mailto:${value}`}>{value}</a>
                  ) : kind === 'phone' ? (
                    <a href={`tel:${value}`}>{value}</a>
                  ) : (
                    value
                  )}{' '}
                  {!verified && <Mark>not verified</Mark>}
                </dd>
              </div>
            ))}
        </dl>
        {requester && (
          <Link to="/" search={{ requester: requester.id }}>
            All calls of theirs
          </Link>
        )}
      </section>
      <section>
        <h2>Call</h2>
        <dl>
          <div>
            <dt>Assignee</dt>
            <dd>{call.assignee ?? 'Nobody'}</dd>
          </div>
          <div>
            <dt>Department</dt>
            <dd>{call.department ?? 'Not set'}</dd>
          </div>
          {call.service && (
            <div>
              <dt>Service</dt>
              <dd>{call.service}</dd>
            </div>
          )}
          <div>
            <dt>Impact</dt>
            <dd>{words(call.impact)}</dd>
          </div>
          <div>
            <dt>Urgency</dt>
            <dd>{words(call.urgency)}</dd>
          </div>
          {call.rating && (
            <div>
              <dt>Rated</dt>
              <dd>{call.rating} of 5</dd>
            </div>
          )}
        </dl>
      </section>
      <section>
        <h2>Times</h2>
        <dl>
          {dates.map(([name, at]) =>
            at ? (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="numbers">{exactly(at)}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </section>
    </aside>
  );
}
