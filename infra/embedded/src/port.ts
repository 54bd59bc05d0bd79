import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

const HOST = '127.0.0.1';

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return tryPort(0).then((port) => port ?? freePort());
}

/** True when nobody listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

/** The port that a server had the last time, or a fresh one when that is taken. Remembered in `directory`. */
export async function keptPort(directory: string): Promise<number> {
  const file = join(directory, 'port');
  const before = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
  if (before > 0 && (await isFree(before))) return before;
  const port = await freePort();
  writeFileSync(file, `${port}\n`);
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(port, HOST, () => {
      const { port: got } = server.address() as AddressInfo;
      server.close(() => resolve(got));
    });
  });
}
