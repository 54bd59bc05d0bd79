import { buffer } from 'node:stream/consumers';
import type { Archive } from '@callbook/archive';
import { CallbookError, type Contact, type ErrorCode, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import { unreadableContact } from '../arrival.ts';
import type { ReaderAnswer } from './messages.ts';
import { READER, type ReaderLimits, type ReaderProcess, startReader } from './process.ts';
import type { Read, Reading } from './read.ts';

export type Readers = {
  /** Reads a mail in another process. Whatever the mail does there, it becomes a contact. */
  readonly read: Read;
  /** Ends all readers. What they were reading is refused with `shutdown-late`: the source keeps it. */
  close(): void;
};

export type ReaderOptions = {
  /** The archive's folder. */
  readonly folder: string;
  readonly archive: Pick<Archive, 'adopt' | 'get'>;
  readonly logger: Logger;
  /** Default: the program beside this file. */
  readonly program?: string;
  /** How many processes are kept running, so that a mail need not wait for one to start; default 0. */
  readonly least?: number;
  /** How many processes at the most; default 2. They are started as they are needed. */
  readonly most?: number;
  readonly limits?: Partial<ReaderLimits & { readonly patience: number }>;
};

/** Mails that a reader has in hand at once: so many that it need not wait for the next. */
const HAND = 4;
/** What an adapter's mail may take; the largest seen take a quarter of either. */
const HEAP = 512;
const MEMORY = 1_000;
/** In this time, and a second more for each megabyte, a reader answers something. */
const PATIENCE = 30 * SECOND;
/** A reader without work ends after this time, unless it is one of the least. */
const IDLE = 5 * MINUTE;
/** A reader that cannot even start is tried again after this time; nothing is lost meanwhile. */
const START_AGAIN = 5 * SECOND;

type Task = {
  readonly id: number;
  reading: Reading;
  /** How many readers it was in when they ended. */
  ends: number;
  readonly resolve: (contact: Contact) => void;
  readonly reject: (error: CallbookError) => void;
};
type Lane = {
  readonly reader: ReaderProcess;
  readonly hand: Map<number, Task>;
  ready: boolean;
  alone: boolean;
  timer?: NodeJS.Timeout;
};

/**
 * Reads mails in processes of their own, so that one which ends its reader, stalls it or takes all its memory costs the
 * adapter nothing. All that were in hand then are read again, each alone; one that ends its reader again is logged by
 * its header, or by nothing of it where even that is too much, with the problem `email-poison`. No attempt has to be
 * counted on disk: what dies of a mail is never the adapter.
 */
export function openReaders(options: ReaderOptions): Readers {
  const { folder, archive, logger, program = READER, least = 0, most = 2, limits = {} } = options;
  const { heap = HEAP, memory = MEMORY, patience = PATIENCE } = limits;
  const waiting: Task[] = [];
  /** Those that were in hand when a reader ended. */
  const suspects: Task[] = [];
  const lanes = new Set<Lane>();
  let ids = 0;
  let closed = false;
  let resting: NodeJS.Timeout | undefined;

  const open = () => {
    const lane: Lane = {
      reader: startReader(program, folder, { heap, memory }, (answer) => answered(lane, answer)),
      ...{ hand: new Map(), ready: false, alone: false },
    };
    lanes.add(lane);
    void lane.reader.ready.then(() => {
      lane.ready = true;
      dispatch();
    });
    void lane.reader.ended.then((how) => ended(lane, how));
  };

  const give = (lane: Lane, task: Task, alone: boolean) => {
    lane.hand.set(task.id, task);
    lane.alone = alone;
    lane.reader.send({ id: task.id, ...task.reading });
    if (lane.hand.size === 1) arm(lane);
  };

  /** Gives out what waits, and starts another reader where all are busy. */
  const dispatch = () => {
    if (closed) return;
    const free = [...lanes].filter(({ ready, alone }) => ready && !alone);
    for (const lane of free.filter(({ hand }) => hand.size === 0)) {
      const suspect = suspects.shift();
      if (suspect) give(lane, suspect, true);
    }
    // A suspect waits for a reader without anything in hand: none of those gets more while one waits.
    for (const lane of suspects.length > 0 ? [] : free)
      while (!lane.alone && lane.hand.size < HAND && waiting.length > 0) give(lane, waiting.shift() as Task, false);
    const starting = [...lanes].some(({ ready }) => !ready);
    const needed = waiting.length + suspects.length > 0 && lanes.size < most && !starting;
    if (!resting && (needed || lanes.size < least)) open();
  };

  const arm = (lane: Lane) => {
    clearTimeout(lane.timer);
    const sizes = [...lane.hand.values()].map(({ reading }) => reading.arrival.original.size);
    if (sizes.length > 0) lane.timer = setTimeout(lane.reader.kill, patience + Math.max(...sizes) / 1_000);
    else if (lanes.size > least) lane.timer = setTimeout(lane.reader.kill, IDLE);
    else return;
    lane.timer?.unref();
  };

  const answered = (lane: Lane, answer: Exclude<ReaderAnswer, 'ready'>) => {
    const task = lane.hand.get(answer.id);
    lane.hand.delete(answer.id);
    lane.alone = false;
    arm(lane);
    if (task && 'contact' in answer) finished(task, answer.contact);
    else if (task && 'refused' in answer) void refused(task, answer.refused);
    else if (task && 'failed' in answer) failed(task, answer.failed);
    dispatch();
  };

  /** An original that has left this machine's disk meanwhile is fetched for the reader. */
  const refused = async (task: Task, { code, message }: { code: ErrorCode; message: string }) => {
    if (code !== 'archive-missing' || task.reading.bytes) return task.reject(new CallbookError(code, message));
    try {
      const bytes = await buffer(await archive.get(task.reading.arrival.original.sha256));
      task.reading = { ...task.reading, bytes };
      waiting.push(task);
      dispatch();
    } catch (error) {
      if (!isCallbookError(error)) throw error;
      task.reject(error);
    }
  };

  const ended = (lane: Lane, how: string) => {
    clearTimeout(lane.timer);
    lanes.delete(lane);
    if (closed) return;
    if (!lane.ready) {
      logger.error({ how }, 'a reader of mails cannot start; it is tried again');
      resting = setTimeout(() => {
        resting = undefined;
        dispatch();
      }, START_AGAIN);
      return;
    }
    for (const task of lane.hand.values()) failed(task, how);
    dispatch();
  };

  const failed = (task: Task, how: string) => {
    const { sha256 } = task.reading.arrival.original;
    task.ends += 1;
    logger.warn({ sha256, how, times: task.ends }, 'a reader failed over a mail, or over one beside it');
    if (task.ends === 2) task.reading = { ...task.reading, headerOnly: true };
    if (task.ends <= 2) suspects.push(task);
    else finished(task, unreadableContact(task.reading.arrival, 'reading it failed'));
  };

  const finished = ({ reading, ends, resolve }: Task, contact: Contact) => {
    // What the reader archived is news to an archive that brings everything elsewhere.
    for (const { sha256 } of contact.attachments) archive.adopt(sha256);
    if (contact.html) archive.adopt(contact.html);
    if (!reading.headerOnly) return resolve(contact);
    logger.error({ sha256: contact.original.sha256, times: ends }, 'a mail cannot be read; it is logged by its header');
    resolve({ ...contact, problem: POISON });
  };

  dispatch();
  return {
    read: (reading) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(late());
        waiting.push({ id: ids++, reading, ends: 0, resolve, reject });
        dispatch();
      }),
    close() {
      closed = true;
      clearTimeout(resting);
      const left = [
        ...waiting.splice(0),
        ...suspects.splice(0),
        ...[...lanes].flatMap(({ hand }) => [...hand.values()]),
      ];
      for (const { reader, timer } of lanes) {
        clearTimeout(timer);
        reader.kill();
      }
      for (const { reject } of left) reject(late());
    },
  };
}

const POISON: NonNullable<Contact['problem']> = {
  code: 'email-poison',
  message:
    'Reading this e-mail stopped its reader or took too long, twice. What its header says is here; the original has the rest.',
};

function late(): CallbookError {
  return new CallbookError('shutdown-late', 'The adapter stops; the mail is read when it is back.');
}
