import type { Archive, Stored } from '@callbook/archive';
import { CallbookError, isCallbookError } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import type { Connection, MailSize } from './connection.ts';

/** Whole mails in one round trip: the round trip is the limit with distant servers, memory with near ones. */
const GROUP = 50;
const GROUP_BYTES = 8_000_000;

/** What a group became: mails in hand, mails in the archive already, mails that did not come. The rest is asked again. */
export type Fetched = {
  readonly small: readonly { readonly mail: MailSize; readonly bytes: Buffer }[];
  readonly large: readonly { readonly mail: MailSize; readonly original: Stored }[];
  readonly gone: readonly number[];
  /** The connection ended before all of them had come. What came is whole. */
  readonly broke?: CallbookError;
};

/** Splits into groups for one round trip each; a mail above `streamAbove` bytes is a group of its own. */
export function* groups(mails: readonly MailSize[], streamAbove: number): Generator<MailSize[]> {
  let group: MailSize[] = [];
  let bytes = 0;
  for (const mail of mails) {
    const large = mail.size > streamAbove;
    if (group.length > 0 && (large || group.length === GROUP || bytes + mail.size > GROUP_BYTES)) {
      yield group;
      group = [];
      bytes = 0;
    }
    if (large) {
      yield [mail];
      continue;
    }
    group.push(mail);
    bytes += mail.size;
  }
  if (group.length > 0) yield group;
}

/**
 * Gets a group that fits into memory. When the server refuses it as a whole, mail by mail: one that cannot be given
 * must not keep back the others. On a line that breaks again and again the mails that came before it broke are progress.
 */
export async function fetchSmall(connection: Connection, group: readonly MailSize[], logger: Logger): Promise<Fetched> {
  const found = new Map<number, Buffer>();
  const refused = new Set<number>();
  const missing = () => group.map(({ uid }) => uid).filter((uid) => !found.has(uid) && !refused.has(uid));
  /** Resolves with why the server refuses it. */
  const fetch = async (uids: readonly number[]): Promise<CallbookError | undefined> => {
    try {
      await connection.fetch(uids, (uid, bytes) => found.set(uid, bytes));
      return undefined;
    } catch (error) {
      if (!isCallbookError(error, 'email-connection')) throw error;
      return error;
    }
  };
  const fetched = (broke?: CallbookError): Fetched => ({
    small: group.flatMap((mail) => {
      const bytes = found.get(mail.uid);
      return bytes ? [{ mail, bytes }] : [];
    }),
    large: [],
    gone: missing(),
    ...(broke && { broke }),
  });
  const whole = await fetch(missing());
  if (!whole) return fetched();
  if (!connection.usable()) return fetched(whole);
  for (const uid of missing()) {
    const single = await fetch([uid]);
    if (!single) continue;
    if (!connection.usable()) return fetched(single);
    logger.error({ err: single, uid }, 'the server does not give this mail; it is asked again later');
    refused.add(uid);
  }
  return fetched();
}

/**
 * Streams a large mail into the archive. A stream that was cut short looks like one that ended: where the length is not
 * what the server said, the mail is read once more, and only two equal readings are believed.
 * @throws CallbookError `email-connection` when the connection is gone; those of the archive.
 */
export async function fetchLarge(
  connection: Connection,
  mail: MailSize,
  archive: Pick<Archive, 'put'>,
  logger: Logger,
): Promise<Fetched> {
  const read = async () => {
    const content = await connection.download(mail.uid);
    try {
      return content && (await archive.put(content));
    } catch (error) {
      if (isCallbookError(error)) throw error;
      // The stream's own error: the connection broke, or the mail was expunged while it was read.
      const reason = `Mail ${mail.uid} broke off while it was read.`;
      throw new CallbookError('email-connection', reason, { cause: error });
    }
  };
  const first = await read();
  if (!first) return { small: [], large: [], gone: [mail.uid] };
  let original = first;
  if (first.size !== mail.size) {
    const second = await read();
    if (second?.sha256 !== first.sha256 && second?.size !== mail.size) {
      logger.error({ uid: mail.uid, size: mail.size }, 'a large mail is cut short by its server; it is asked again');
      return { small: [], large: [], gone: [] };
    }
    original = second;
  }
  return { small: [], large: [{ mail, original }], gone: [] };
}
