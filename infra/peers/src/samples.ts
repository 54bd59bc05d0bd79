import { readdirSync, readFileSync } from 'node:fs';

export type Sample = { readonly name: string; readonly raw: Buffer };

const FOLDER = new URL('../samples/', import.meta.url);

/** Mails as a help desk gets them: our own words, dated `now`. The same name has the same Message-ID for ever. */
export function sampleMails(now: Date): Sample[] {
  const date = now.toUTCString().replace('GMT', '+0000');
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => {
      // Latin-1 keeps every byte: some samples are not valid in the character set that they claim.
      const text = readFileSync(new URL(name, FOLDER), 'latin1').replace('{{date}}', date);
      return { name, raw: Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1') };
    });
}
