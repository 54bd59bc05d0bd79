import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Line = {
  readonly port: number;
  /** The next connections are cut after so many bytes from the server, one number each. */
  readonly cuts: number[];
  stop(): Promise<void>;
};

/** A line to a server that can be cut, and on which what the server says can be changed. */
export async function startLine(port: number, change: (text: string) => string = (text) => text): Promise<Line> {
  const cuts: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
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
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      const said = Buffer.from(change(bytes.toString('latin1')), 'latin1');
      near.write(said.subarray(0, Math.max(0, left)));
      left -= said.length;
      if (left < 0) near.end(() => near.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cuts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
