import { createHash } from 'node:crypto';
import { cleanText } from '@callbook/contracts';

/** An indexed B-tree column takes about 2,700 bytes; a Message-ID in use has below 200 characters. */
const ID_LIMIT = 500;

/**
 * The ids of a Message-ID, References or In-Reply-To header, without angle brackets: RFC 5322 §3.6.4. An id without
 * brackets counts where it stands alone and looks like one; phrases (`message of Tuesday`) do not.
 */
export function messageIds(value: string | undefined): string[] {
  const bracketed = [...(value ?? '').matchAll(/<([^<>]*)>/g)].map(([, id]) => id ?? '');
  const bare = bracketed.length === 0 ? (value ?? '').split(/[\s,]+/).filter((id) => id.includes('@')) : [];
  return [...bracketed, ...bare].map((id) => messageId(id)).filter((id) => id !== undefined);
}

/** An id too long to be indexed keeps its beginning and the hash of the whole: still equal for equal ids. */
export function messageId(id: string): string | undefined {
  const plain = cleanText(id).replace(/\s+/g, '');
  if (plain.length <= ID_LIMIT) return plain || undefined;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 32);
  return `${plain.slice(0, ID_LIMIT - 33).toWellFormed()}~${hash}`;
}
