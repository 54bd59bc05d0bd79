import { Link } from '@tanstack/react-router';
import type { RefObject } from 'react';
import type { Call } from '../api/types.ts';
import { exactly, nameOf, words } from '../format.ts';
import { Mark } from '../show/Marks.tsx';
import { SlipLink } from '../show/SlipLink.tsx';
import type { Deed } from './CallHead.tsx';
import styles from './call.module.css';
import { Placing } from './Placing.tsx';
import { Tasks } from './Tasks.tsx';

const KINDS = { email: 'E-mail', phone: 'Phone', slack: 'Slack', 'employee-number': 'Number' } as const;

/** Who it is about, and what is fixed about the call. */
export function Facts(props: { call: Call; assign: RefObject<HTMLInputElement | null>; deed: Deed; may: boolean }) {
  const { call, assign, deed, may } = props;
  const { requester } = call;
  const dates = [
    ['Received', call.receivedAt],
    ['Answer by', call.respondBy],
    ['Solve by', call.resolveBy],
    ['Waits since', call.waitingSince],
    ['Waits until', call.waitingUntil],
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
        <p className={styles.slip}>
          <SlipLink reference={call.reference}>Slip with the reference, to print</SlipLink>
        </p>
      </section>
      <section>
        <h2>Call</h2>
        {may ? <Placing call={call} assign={assign} deed={deed} /> : <Placed call={call} />}
      </section>
      <Tasks call={call} deed={deed} may={may} />
      <Company call={call} />
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

/** What is fixed about a call, for whoever may only look. */
function Placed({ call }: { call: Call }) {
  const facts = [
    ['Assignee', call.assignee ?? 'Nobody'],
    ['Department', call.department ?? 'Not set'],
    ['Service', call.service],
    ['Impact', words(call.impact)],
    ['Urgency', words(call.urgency)],
    ['Rated', call.rating && `${call.rating} of 5`],
  ] as const;
  return (
    <dl>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

const LINKS = {
  related: ['Has to do with', 'Has to do with'],
  'caused-by': ['Caused by', 'Cause of'],
  follows: ['Follows', 'Followed by'],
} as const;

/** Other calls, articles and people that have to do with it. */
function Company({ call: { links, knownErrors, watchers, resolution } }: { call: Call }) {
  if (links.length + knownErrors.length + watchers.length === 0 && !resolution) return null;
  return (
    <section>
      <h2>Besides</h2>
      <dl>
        {resolution && (
          <div>
            <dt>Done</dt>
            <dd dir="auto">{resolution}</dd>
          </div>
        )}
        {links.map(({ kind, direction, reference, title }) => (
          <div key={kind + reference}>
            <dt>{LINKS[kind][direction === 'to' ? 0 : 1]}</dt>
            <dd>
              <Link to="/calls/$reference" params={{ reference }} search={true}>
                {reference}
              </Link>{' '}
              <bdi>{title}</bdi>
            </dd>
          </div>
        ))}
        {knownErrors.map(({ id, title }) => (
          <div key={id}>
            <dt>Known error</dt>
            <dd>{title}</dd>
          </div>
        ))}
        {watchers.map((watcher) => (
          <div key={watcher}>
            <dt>Watches</dt>
            <dd>{watcher}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
