import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Line = {
  readonly port: number;
  /** The next connections are cut after so many bytes in either direction, one number each. */
  readonly cuts: number[];
  /** How many connections were cut. */
  made(): number;
  /** Bytes that the server has said so far. */
  heard(): number;
  /** Cuts all connections now. */
  cut(): void;
  /** From now on nobody gets through, and who was connected is cut off. */
  close(): void;
  open(): void;
  stop(): Promise<void>;
};

export type LineOptions = {
  /** Changes what the server says, a chunk at a time. */
  readonly change?: (text: string) => string;
};

/** A line to a server on this machine that can be cut, and on which what the server says can be changed. */
export async function startLine(port: number, { change }: LineOptions = {}): Promise<Line> {
  const cuts: number[] = [];
  const sockets = new Set<Socket>();
  let closed = false;
  let made = 0;
  let heard = 0;
  const server = createServer((near) => {
    if (closed) return near.destroy();
    const far = connect(port, '127.0.0.1');
    let left = cuts.shift() ?? Number.POSITIVE_INFINITY;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    /** What is left of the bytes passes, and then the line is cut. */
    const pass = (bytes: Buffer, to: Socket) => {
      to.write(bytes.subarray(0, Math.max(0, left)));
      left -= bytes.length;
      if (left >= 0 || to.writableEnded) return;
      made += 1;
      to.end(() => to.destroy());
    };
    near.on('data', (bytes) => pass(bytes, far));
    far.on('data', (bytes) => {
      heard += bytes.length;
      pass(change ? Buffer.from(change(bytes.toString('latin1')), 'latin1') : bytes, near);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    made += sockets.size / 2;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cuts,
    made: () => made,
    heard: () => heard,
    cut: cutAll,
    close() {
      closed = true;
      cutAll();
    },
    open() {
      closed = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
}
