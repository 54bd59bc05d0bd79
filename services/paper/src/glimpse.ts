import type { FileHandle } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';

/** The ends of a file, which tell what it is and whether it is whole. Where it is small they overlap. */
export type Glimpse = { readonly head: Buffer; readonly tail: Buffer; readonly size: number };

/** Bytes of either end. A JPEG's size stands behind its metadata and thumbnail, which may have 64 kB. */
const END = 128 * 1024;

/** Lets a stream through, and keeps a glimpse of it. */
export class Glimpsing extends Transform {
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer[] = [];
  #kept = 0;
  #size = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#head.length < END) this.#head = Buffer.concat([this.#head, chunk.subarray(0, END - this.#head.length)]);
    this.#tail.push(chunk);
    this.#kept += chunk.length;
    this.#size += chunk.length;
    for (let first = this.#tail[0]; first && this.#kept - first.length >= END; first = this.#tail[0]) {
      this.#tail.shift();
      this.#kept -= first.length;
    }
    done(null, chunk);
  }

  /** Of what has gone through. */
  glimpse(): Glimpse {
    return { head: this.#head, tail: Buffer.concat(this.#tail).subarray(-END), size: this.#size };
  }
}

/** A glimpse of a file that lies somewhere. */
export async function glimpseOf(file: FileHandle, size: number): Promise<Glimpse> {
  const read = async (from: number) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(END, size)), 0, Math.min(END, size), from);
    return buffer.subarray(0, bytesRead);
  };
  return { head: await read(0), tail: await read(Math.max(0, size - END)), size };
}
