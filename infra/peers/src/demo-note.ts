import { join } from 'node:path';

/** Where the running demo takes mail: written by it, read by `infra/mail`. */
export type DemoNote = { readonly host: string; readonly port: number; readonly address: string };

/** The file of the note. */
export function demoNoteIn(home: string): string {
  return join(home, 'run', 'demo.json');
}
