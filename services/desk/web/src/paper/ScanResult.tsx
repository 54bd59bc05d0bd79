import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { plural } from '../format.ts';
import { FIELD_NAMES } from '../review/names.ts';
import { Mark } from '../show/Marks.tsx';
import { SlipLink } from '../show/SlipLink.tsx';
import styles from './paper.module.css';
import { adviceFor, type Entry, type Scan } from './words.ts';

/** As many are shown at first: a page of the log book has ten rows. */
const SHOWN = 10;

/** What has come of a scan: its calls, with what was read, and where a person has to look. */
export function ScanResult({ scan }: { scan: Scan }) {
  const [all, setAll] = useState(false);
  const { entries } = scan;
  const shown = all ? entries : entries.slice(0, SHOWN);
  return (
    <>
      <ul className={styles.entries}>
        {shown.map((entry) => (
          <EntryItem
            key={entry.contact}
            entry={entry}
            problem={entry.problem !== undefined && entry.contact !== scan.contact}
          />
        ))}
      </ul>
      {shown.length < entries.length && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAll(true)}>
          Show all {plural(entries.length, 'call')}
        </Button>
      )}
    </>
  );
}

function EntryItem({ entry, problem }: { entry: Entry; problem: boolean }) {
  const { contact, reference, state, repeats, row, formNumber, fields, text, picture } = entry;
  const person = state === 'needs-person' || state === 'failed';
  const matter = fields.some(({ name }) => name === 'matter' || name === 'note');
  return (
    <li className={styles.entry} data-person={person || undefined}>
      {picture && <img className={styles.picture} src={picture} alt="" loading="lazy" />}
      <div className={styles.read}>
        <p className={styles.about}>
          {reference ? (
            <Link to="/calls/$reference" params={{ reference }} className="numbers">
              {reference}
            </Link>
          ) : (
            <span className="faint">No reference yet</span>
          )}
          {reference && <SlipLink reference={reference}>Slip</SlipLink>}
          {formNumber && <span className="faint">form {formNumber}</span>}
          {row !== undefined && <span className="faint">row {row}</span>}
          {repeats && <Mark>scanned before: the same call</Mark>}
          {person && !repeats && (
            <Link to="/review" search={{ contact }} className={styles.look}>
              Look at it
            </Link>
          )}
        </p>
        {problem && entry.problem && (
          <p className={styles.advice}>
            {entry.problem.message} {adviceFor(entry.problem.code)} <code>{entry.problem.code}</code>
          </p>
        )}
        {fields.length > 0 && (
          <dl className={styles.fields}>
            {fields.map(({ name, state: sure, value, guess }, place) => (
              <div key={`${name} ${place}`}>
                <dt>{FIELD_NAMES[name]}</dt>
                <dd dir="auto">
                  {value ?? guess ?? <span className="faint">not read</span>}{' '}
                  {sure !== 'sure' && <Mark tone="warn">unsure</Mark>}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {!matter && text && (
          <p className={styles.text} dir="auto">
            {text}
          </p>
        )}
      </div>
    </li>
  );
}
