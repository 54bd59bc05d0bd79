import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { CallbookError, type SmtpDoor } from '@callbook/contracts';

type Tls = NonNullable<SmtpDoor['tls']>;
/** A private key and its certificate chain, PEM. */
export type Pem = { readonly key: Buffer; readonly cert: Buffer };

export type Certificate = {
  readonly pem: Pem;
  /** The new pair when the files have changed since the last call, undefined when not. Throws when they do not match. */
  renewed(): Promise<Pem | undefined>;
};

/**
 * Reads the key and the certificate for STARTTLS, now and when they are renewed.
 * @throws CallbookError `email-door` when they cannot be read or do not belong together.
 */
export async function openCertificate({ key, certificate }: Tls): Promise<Certificate> {
  const version = async () => {
    const files = await Promise.all([stat(key), stat(certificate)]);
    return files.map(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`).join();
  };
  const read = async (): Promise<Pem> => {
    try {
      const pem = { key: await readFile(key), cert: await readFile(certificate) };
      createSecureContext(pem);
      return pem;
    } catch (error) {
      throw new CallbookError(
        'email-door',
        `STARTTLS is not possible with ${key} and ${certificate}: ${(error as Error).message}. Both must be PEM files that this process may read, and belong together.`,
        { cause: error },
      );
    }
  };
  const pem = await read();
  let tried = await version();
  return {
    pem,
    async renewed() {
      // A renewal replaces two files, one after the other: each state of them is tried once.
      const found = await version().catch(missing);
      if (found === undefined || found === tried) return undefined;
      tried = found;
      return read();
    },
  };
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
