// Run by folder.test.ts under a file size limit: FOLDER KIND.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { isCallbookError } from '@callbook/contracts';
import { createLogger } from '@callbook/runtime';
import { openArchive } from '../src/index.ts';

const [folder, kind] = process.argv.slice(2);
const archive = await openArchive({ folder }, '/nowhere', createLogger('test', 'silent'));
const large = randomBytes(1_000_000);

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'stored';
  } catch (error) {
    return isCallbookError(error) ? error.code : String(error);
  }
}

const small = await outcome(archive.put(Buffer.from('small')));
const source = kind === 'stream' ? Readable.from([large.subarray(0, 50_000), large.subarray(50_000)]) : large;
process.stdout.write(`small: ${small}, large: ${await outcome(archive.put(source))}\n`);
