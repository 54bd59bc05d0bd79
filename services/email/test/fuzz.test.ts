import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { seeded } from '@callbook/checks';
import { Contact } from '@callbook/contracts';
import { expect, test } from '@jest/globals';
import { normalise } from '../src/normalise.ts';
import { parse } from '../src/parse.ts';
import { mutated } from './mutations.ts';
import { samples } from './samples.ts';

const LONG = process.env.CALLBOOK_LONG === '1';
const INPUTS = Number(process.env.INPUTS ?? (LONG ? 50_000 : 2_000));
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Seconds of the processor that one mail may take. */
const LIMIT = 1;
/** Sets of mails that are not part of the project, for whoever has them. Jest runs in the project's root. */
const SETS = join(process.cwd(), '..', 'shared', 'data', 'email');

/** The archive in memory: here only the hashes matter. */
const archive = {
  async put(source: Readable | Uint8Array) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { sha256: hash.digest('hex'), size };
  },
};

const RECEIVED_AT = new Date('2026-11-02T08:00:05.000Z');
const ARRIVAL = {
  ...{ account: 'desk', folder: 'INBOX', uid: 7, uidValidity: '1', internalDate: RECEIVED_AT, receivedAt: RECEIVED_AT },
  ...{
    id: '019a4000-0000-7000-8000-000000000000',
    ours: ['desk@example.org'],
    agents: ['@example.org'],
    country: 'DE',
  },
  trustedReceivers: ['mx.example.org'],
};

/** Linux says how many nanoseconds this thread has had of a processor; elsewhere the whole process's time must do. */
const THREAD = '/proc/thread-self/schedstat';
const processorSeconds = existsSync(THREAD)
  ? () => Number(readFileSync(THREAD, 'latin1').split(' ')[0]) / 1e9
  : () => process.cpuUsage().user / 1e6;

/** Reads a mail as the adapter does, and says how many seconds of the processor that took. */
async function seconds(mail: Buffer): Promise<number> {
  const original = { sha256: createHash('sha256').update(mail).digest('hex'), size: mail.length };
  const before = processorSeconds();
  const parsed = await parse(Readable.from([mail]), archive);
  Contact.parse(normalise(parsed, { ...ARRIVAL, original }));
  return processorSeconds() - before;
}

test(
  `${INPUTS} damaged mails are all read, each within a second`,
  async () => {
    process.stderr.write(`fuzz: SEED=${SEED} INPUTS=${INPUTS}\n`);
    const random = seeded(SEED);
    const mails = [...samples(), ...mailsOfSets()];
    for (let input = 0; input < INPUTS; input++) {
      const { mail, by } = mutated(mails, random);
      const where = `input ${input} of seed ${SEED} (${by.join(', ')}; ${mail.length} bytes)`;
      let took = 0;
      try {
        took = await seconds(mail);
        // The compiler and the collector take their time too. What is slow is slow again.
        for (let again = 0; took > LIMIT && again < 2; again++) took = Math.min(took, await seconds(mail));
      } catch (error) {
        throw new Error(`${where} is not read`, { cause: error });
      }
      if (took > LIMIT) throw new Error(`${where} takes ${took.toFixed(1)} s`);
    }
    expect(mails.length).toBeGreaterThan(10);
  },
  LONG ? 3_600_000 : 300_000,
);

function mailsOfSets(): Buffer[] {
  if (!existsSync(SETS)) return [];
  return readdirSync(SETS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:eml|msg)$/.test(name))
    .map((name) => readFileSync(join(SETS, name)));
}
