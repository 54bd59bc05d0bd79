import type { ReactNode } from 'react';
import type { Health } from '../api/types.ts';
import { plural } from '../format.ts';
import { Ago } from '../show/Age.tsx';
import styles from './health.module.css';

/** What is yet to be done, and what nobody will do any more by itself. */
export function WaitingTiles({ health: { queues, media, outbox, search, webhooks } }: { health: Health }) {
  const onTheirWay = queues?.find(({ queue }) => queue === 'contacts')?.waiting ?? 0;
  const dead = [...(queues ?? []), ...webhooks].reduce((sum, one) => sum + one.dead, 0);
  const silent = webhooks.filter(({ failingSince, goneAt }) => failingSince ?? goneAt).map(({ endpoint }) => endpoint);
  const told = webhooks.reduce((sum, { waiting }) => sum + waiting, 0);
  return (
    <dl className={styles.waiting}>
      {queues ? (
        <Tile name="Contacts in the queue" value={onTheirWay} />
      ) : (
        <Tile name="The queue" value="Away" bad>
          Contacts wait on the disks of their adapters.
        </Tile>
      )}
      <Tile name="To be sent" value={outbox.waiting} since={outbox.oldestAt} />
      <Tile name="To be heard or read" value={media.waiting} since={media.oldestAt} />
      <Tile name="Not searchable yet" value={search.waiting} />
      {webhooks.length > 0 && (
        <Tile name="Events for webhooks" value={told} bad={silent.length > 0}>
          {silent.length > 0 && `${silent.join(', ')}: ${silent.length > 1 ? 'do' : 'does'} not take them`}
        </Tile>
      )}
      <Tile name="Dead letters" value={dead} bad={dead > 0}>
        {dead > 0 && `${plural(dead, 'message')} given up on`}
      </Tile>
    </dl>
  );
}

type TileProps = {
  readonly name: string;
  readonly value: ReactNode;
  readonly since?: string | undefined;
  readonly bad?: boolean;
  readonly children?: ReactNode;
};

function Tile({ name, value, since, bad, children }: TileProps) {
  return (
    <div data-bad={bad || undefined}>
      <dt>{name}</dt>
      <dd className="numbers">
        {value}
        {since && (
          <small>
            the oldest since <Ago at={since} />
          </small>
        )}
        {children && <small>{children}</small>}
      </dd>
    </div>
  );
}
