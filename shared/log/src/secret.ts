import { createHash, randomBytes } from 'node:crypto';

/** Made up: 256 bits, in letters that travel in an address and a header. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. It has 256 bits of its own: nothing slower than this is needed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
