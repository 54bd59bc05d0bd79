import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Contact } from '../api/types.ts';
import styles from './call.module.css';

/** Characters of a contact that are shown before somebody asks for the rest: two screens of text. */
const ENOUGH = 4_000;

/** What somebody said, in their own words; the history and the signature beneath it on demand. */
export function Said({ contact }: { contact: Contact }) {
  const { text, fullText, channel, details, media } = contact;
  const [whole, setWhole] = useState(false);
  const said = whole ? fullText : text.length > ENOUGH ? `${text.slice(0, ENOUGH)} …` : text;
  const more = fullText.trim() !== text.trim() || text.length > ENOUGH;
  if (text === '' && (!more || fullText === '')) {
    if (channel === 'voice' && media?.state === 'done') return <p className="faint">Nobody speaks in this message.</p>;
    if (details.channel === 'voice' && details.kind !== 'sms')
      return details.missed ? null : <p className="faint">What is said is not written down here.</p>;
    if (channel === 'voice') return <p className="faint">A text message without words.</p>;
    return <p className="faint">Nothing readable. The original is kept.</p>;
  }
  return (
    <>
      <p className={styles.said} dir="auto">
        {said}
      </p>
      {more && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setWhole(!whole)}>
          {whole ? 'Only what is new' : 'The whole message'}
        </Button>
      )}
    </>
  );
}
