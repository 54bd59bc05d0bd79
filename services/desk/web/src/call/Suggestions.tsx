import { Button, Kbd } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Suggestion } from '../api/types.ts';
import styles from './call.module.css';

const WORDS: Readonly<Record<Suggestion['kind'], string>> = {
  'same-matter': 'This may be one matter with',
  'same-cause': 'This may have one cause with',
  'follow-up': 'This may follow, or be followed by,',
  split: 'A contact may be a matter of its own, in',
};

/** What the log thinks belongs together, and why. Nothing is done until somebody says so. */
export function Suggestions(props: {
  suggestions: readonly Suggestion[];
  may: boolean;
  onAccept(suggestion: Suggestion): void;
  onDecline(suggestion: Suggestion): void;
}) {
  const { suggestions, may, onAccept, onDecline } = props;
  if (suggestions.length === 0) return null;
  const first = suggestions.find(({ kind }) => kind !== 'split');
  return (
    <section className={styles.suggestions} aria-label="Suggestions">
      {suggestions.map((suggestion) => {
        const { kind, reference, why, confidence } = suggestion;
        return (
          <div key={`${kind}${reference}`} className={styles.suggestion}>
            <IconBulb size={18} stroke={1.6} aria-hidden />
            <div>
              <p>
                {WORDS[kind]}{' '}
                <Link to="/calls/$reference" params={{ reference }} search={true}>
                  {reference}
                </Link>{' '}
                <span className="faint">{Math.round(confidence * 100)} %</span>
              </p>
              <ul>
                {why.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </div>
            {may && (
              <div className={styles.answers}>
                {kind !== 'split' && (
                  <Button
                    size="compact-sm"
                    onClick={() => onAccept(suggestion)}
                    rightSection={suggestion === first ? <Kbd size="xs">m</Kbd> : undefined}
                  >
                    {kind === 'same-matter' ? 'Merge' : 'Link'}
                  </Button>
                )}
                <Button size="compact-sm" variant="default" onClick={() => onDecline(suggestion)}>
                  No
                </Button>
              </div>
            )}
          </div>
        );
      })}
    </section>
  );
}
