import { notifications } from '@mantine/notifications';
import { Problem, wordsOf } from '../api/client.ts';

const CLOSABLE = { closeButtonProps: { 'aria-label': 'Close' } } as const;

export function sayDone(message: string): void {
  notifications.show({ ...CLOSABLE, message, color: 'ledger' });
}

/** What failed stays until somebody has read it. */
export function sayError(title: string, error: unknown): void {
  if (error instanceof Problem && error.code === 'call-changed') {
    // Nothing was overwritten, and what the other did is on the page by now.
    const message =
      'Somebody else changed this just now. You see it as it is now: look, and do it again if it still should be.';
    notifications.show({ ...CLOSABLE, title, message, color: 'orange', autoClose: 12_000, role: 'alert' });
    return;
  }
  notifications.show({ ...CLOSABLE, title, message: wordsOf(error), color: 'red', autoClose: false, role: 'alert' });
}
