import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Archive, Stored } from '@callbook/archive';

/** A file of a mail on its way into the archive, in decoded pieces. */
export type FileWriter = {
  write(bytes: Buffer): Promise<void>;
  /** Resolves when the archive has it, with its first bytes up to what was asked for. */
  end(): Promise<{ stored: Stored; kept: Buffer; whole: boolean }>;
  /** Gives it up: what was written is removed. */
  abort(): Promise<void>;
};

/** A file up to this many bytes is written in one go, which spares it a copy when it is stored already. */
const SMALL = 1024 * 1024;
/** The first bytes of every file are kept: they tell some kinds apart. */
const HEAD = 64;

/**
 * Puts a file into the archive as it comes. `keepOf` says, from its first bytes, how many of its bytes are to be handed
 * back at its end. Errors are the archive's.
 */
export function openFile(archive: Pick<Archive, 'put'>, keepOf: (head: Buffer) => number): FileWriter {
  let held: Buffer[] = [];
  let heldSize = 0;
  let size = 0;
  let keep = HEAD;
  let decided = false;
  const kept: Buffer[] = [];
  let keptSize = 0;
  let stream: PassThrough | undefined;
  let storing: Promise<Stored> | undefined;

  const remember = (bytes: Buffer) => {
    if (keptSize >= keep) return;
    const piece = bytes.subarray(0, keep - keptSize);
    kept.push(piece);
    keptSize += piece.length;
    if (decided || keptSize < HEAD) return;
    decided = true;
    keep = Math.max(HEAD, keepOf(Buffer.concat(kept)));
    if (piece.length < bytes.length) remember(bytes.subarray(piece.length));
  };
  const spill = async (bytes: Buffer) => {
    if (!stream || !storing) {
      stream = new PassThrough();
      storing = archive.put(stream);
      const opened = stream;
      // A failed archive reads no further; whoever waits for it to do so hears of it below.
      storing.catch(() => opened.destroy());
    }
    if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), storing]);
  };

  return {
    async write(bytes) {
      if (bytes.length === 0) return;
      size += bytes.length;
      remember(bytes);
      if (stream) return spill(bytes);
      held.push(bytes);
      heldSize += bytes.length;
      if (heldSize <= SMALL) return;
      const all = Buffer.concat(held);
      held = [];
      await spill(all);
    },
    async end() {
      stream?.end();
      const stored = await (storing ?? archive.put(Buffer.concat(held)));
      if (!decided && keepOf(Buffer.concat(kept)) <= 0) kept.length = 0;
      return { stored, kept: Buffer.concat(kept), whole: keptSize === size };
    },
    async abort() {
      if (!stream || !storing) return;
      stream.destroy();
      await Promise.allSettled([storing]);
    },
  };
}
