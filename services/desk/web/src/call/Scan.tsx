import { Button } from '@mantine/core';
import { useState } from 'react';
import { addressOf } from '../api/client.ts';
import type { Contact } from '../api/types.ts';
import { FIELD_NAMES } from '../review/names.ts';
import { Mark } from '../show/Marks.tsx';
import { PagePicture } from '../show/PagePicture.tsx';
import styles from './call.module.css';

type Details = Extract<Contact['details'], { channel: 'paper' }>;
type Page = NonNullable<Details['reading']>['pages'][number];

/** What was read of a scan: its pages to look at, and beside them what stands in their fields. */
export type Reading = { readonly contact: string; readonly pages: readonly Page[]; readonly typed: Details['typed'] };

/** The latest reading of a scan, and what a person has typed of it since; undefined while nobody has read it. */
export function readingOf(contacts: readonly Contact[]): Reading | undefined {
  const papers = contacts.flatMap(({ id, details }) => (details.channel === 'paper' ? [{ id, details }] : []));
  const read = papers.findLast(({ details }) => details.reading);
  const typed = papers.findLast(({ details }) => details.typed)?.details.typed;
  return read?.details.reading && { contact: read.id, pages: read.details.reading.pages, typed };
}

export function Scan({ reading: { contact, pages, typed } }: { reading: Reading }) {
  const [at, setAt] = useState(0);
  const [box, setBox] = useState<Page['fields'][number]['box']>();
  const shown = pages.filter(({ picture }) => picture);
  const page = shown[Math.min(at, shown.length - 1)];
  const fields = pages.flatMap((one) => one.fields.map((field) => ({ ...field, page: one.index })));
  const written = fields.filter(({ state, name }) => state !== 'empty' || typed?.values[name]);
  return (
    <div className={styles.scan}>
      {page?.picture && (
        <div>
          <PagePicture
            key={page.index}
            address={addressOf('/api/contacts/{id}/pictures/{sha256}', { id: contact, sha256: page.picture.sha256 })}
            name={`Page ${page.index + 1} of the scan`}
            box={box}
          />
          {shown.length > 1 && (
            <div className={styles.pages}>
              {shown.map(({ index }, place) => (
                <Button
                  key={index}
                  size="compact-xs"
                  variant={place === at ? 'filled' : 'default'}
                  onClick={() => setAt(place)}
                >
                  {index + 1}
                </Button>
              ))}
            </div>
          )}
        </div>
      )}
      {written.length > 0 && (
        <dl className={styles.fields} aria-label="What was read">
          {written.map(({ name, state, value, guess, box: of }) => (
            <div key={name} onPointerEnter={() => setBox(of)} onPointerLeave={() => setBox(undefined)}>
              <dt>{FIELD_NAMES[name]}</dt>
              <dd dir="auto">
                {typed?.values[name] ?? value ?? guess ?? <span className="faint">not read</span>}{' '}
                {typed?.values[name] !== undefined ? (
                  <Mark tone="good">typed</Mark>
                ) : (
                  state !== 'sure' && <Mark tone="warn">unsure</Mark>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
