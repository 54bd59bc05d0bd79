import { Readable } from 'node:stream';
import { DAY } from '@callbook/contracts';
import type { FetchMessageObject, ImapFlow, ImapFlowError, MailboxObject, SearchObject } from 'imapflow';
import type { Mailbox } from '../config.ts';
import type { Connection, MailSize } from './connection.ts';
import { connectionFault } from './connection-fault.ts';
import { uidSet, uidsOf } from './uid-set.ts';
import type { Watchdog } from './watchdog.ts';

/** What tells us, in the mailbox itself, that a mail is in the log. Nobody else sets it, unlike \Seen. */
export const RECORDED = '$CallbookRecorded';
/** What a mail is asked for in one piece when it is streamed: fewer round trips than imapflow's 64 KB. */
const CHUNK = 1024 * 1024;

/** The commands of a connection whose folder is selected. */
export function commands(client: ImapFlow, selected: MailboxObject, mailbox: Mailbox, watchdog: Watchdog): Connection {
  const permanent = selected.permanentFlags;
  const permits = (flag: string) =>
    !selected.readOnly && (!permanent || permanent.has(flag) || (!flag.startsWith('\\') && permanent.has('\\*')));
  const able = (capability: string) => client.capabilities.has(capability);
  // RFC 7162: whatever changes from now on has a higher number than this.
  const since = client.enabled.has('CONDSTORE') && !selected.noModseq ? selected.highestModseq : undefined;
  let created: string | undefined;

  /** imapflow answers some failures with `false`; here every failure is thrown. */
  const answered = async <T>(command: string, work: () => Promise<T>): Promise<Exclude<T, false | undefined>> => {
    let answer: T;
    try {
      answer = await watchdog.watch(work);
    } catch (error) {
      throw connectionFault(mailbox, error as ImapFlowError, command);
    }
    if (answer === false || answer === undefined) throw connectionFault(mailbox, undefined, command);
    return answer as Exclude<T, false | undefined>;
  };

  /** As a set (RFC 4731) it is the 20th part of the time and of the memory for many mails; checked by its own count. */
  const search = async (query: SearchObject): Promise<number[]> => {
    const found = await answered('SEARCH', () => client.search(query, { uid: true, returnOptions: ['COUNT', 'ALL'] }));
    if (!Array.isArray(found)) {
      const uids = uidsOf(found.all ?? '');
      if (uids && uids.length === found.count) return uids;
    }
    return (await answered('SEARCH', () => client.search(query, { uid: true }))) as number[];
  };

  type Query = { size?: true; internalDate?: true; source?: true };
  const fetch = (uids: readonly number[], query: Query, onMail: (mail: FetchMessageObject) => void) =>
    answered('FETCH', async () => {
      for await (const mail of client.fetch(uidSet(uids), { uid: true, ...query }, { uid: true })) {
        watchdog.pulse();
        onMail(mail);
      }
      return true;
    });

  return {
    uidValidity: String(selected.uidValidity),
    keepsKeywords: permits(RECORDED),
    permits,
    usable: () => client.usable,
    async lastUid() {
      // RFC 3501 §6.4.8: `*` is the last mail, and none in an empty folder.
      return (await search({ uid: '*' })).at(-1) ?? 0;
    },
    async uidsAfter(uid) {
      // The last mail is always among them, even when its UID is below.
      return (await search({ uid: `${uid + 1}:*` })).filter((next) => next > uid);
    },
    unrecorded: (changed) =>
      search({ unKeyword: RECORDED, ...(changed && since !== undefined && { modseq: since + 1n }) }),
    recorded: () => search({ keyword: RECORDED }),
    present: (uids) => search({ uid: uidSet(uids) }),
    // SEARCH knows days without a time zone, each server in its own: a day more holds them all.
    arrivedSince: (day) => search({ since: new Date((day - 1) * DAY) }),
    async sizes(uids) {
      const sizes: MailSize[] = [];
      await fetch(uids, { size: true, internalDate: true }, ({ uid, size, internalDate }) => {
        if (uid && size !== undefined) sizes.push({ uid, size, internalDate: dateOf(internalDate) });
      });
      return sizes;
    },
    async dates(uids) {
      const dates = new Map<number, Date | undefined>();
      await fetch(uids, { internalDate: true }, ({ uid, internalDate }) => void dates.set(uid, dateOf(internalDate)));
      return dates;
    },
    async fetch(uids, onMail) {
      await fetch(uids, { source: true }, ({ uid, source }) => source && onMail(uid, source));
    },
    async download(uid) {
      const options = { uid: true, chunkSize: CHUNK };
      const { content } = await answered('FETCH', () => client.download(String(uid), undefined, options));
      return content && Readable.from(watchdog.stream(content), { objectMode: false, highWaterMark: CHUNK });
    },
    async mark(uids, flags) {
      const options = { uid: true, silent: true };
      await answered('STORE', () => client.messageFlagsAdd(uidSet(uids), [...flags], options));
    },
    movable: () => (able('MOVE') ? 'moved' : able('UIDPLUS') ? 'copied' : undefined),
    async move(uids, folder) {
      if (created !== folder) await answered('CREATE', () => client.mailboxCreate(folder));
      created = folder;
      const set = uidSet(uids);
      if (able('MOVE')) {
        const { uidMap } = await answered('MOVE', () => client.messageMove(set, folder, { uid: true }));
        return [...(uidMap?.keys() ?? [])];
      }
      const { uidMap } = await answered('COPY', () => client.messageCopy(set, folder, { uid: true }));
      const copied = [...(uidMap?.keys() ?? [])];
      // Only what is proven to lie in the other folder may go from this one, and nothing that others have marked.
      if (copied.length > 0) await answered('EXPUNGE', () => client.messageDelete(uidSet(copied), { uid: true }));
      return copied;
    },
    async end() {
      try {
        if (client.usable) await client.logout();
      } catch {
        // However the goodbye fails, most often since the line was cut before it: this is the end of the connection.
      } finally {
        client.close();
      }
    },
    hangUp: () => client.close(),
  };
}

function dateOf(internalDate: Date | string | undefined): Date | undefined {
  return internalDate === undefined ? undefined : new Date(internalDate);
}
