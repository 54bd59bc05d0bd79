import { notifications } from '@mantine/notifications';
import { wordsOf } from '../api/client.ts';

export function sayDone(message: string): void {
  notifications.show({ message, color: 'ledger' });
}

/** What failed stays until somebody has read it. */
export function sayError(title: string, error: unknown): void {
  notifications.show({ title, message: wordsOf(error), color: 'red', autoClose: false, role: 'alert' });
}
