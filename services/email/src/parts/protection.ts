import type { Entity } from './entity.ts';
import type { Cms } from './smime.ts';

/** S/MIME or OpenPGP (RFC 8551, RFC 3156): nothing of it is checked or deciphered, it is only said to be there. */
export type Protection = { readonly scheme: 'smime' | 'pgp'; readonly signed: boolean; readonly encrypted: boolean };

const ARMOUR = /^-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----$/m;

/** What an entity says about itself. */
export function protectionOf({ mediaType, type }: Entity): Protection | undefined {
  const scheme = (type.plain('protocol') ?? '').toLowerCase().includes('pgp') ? 'pgp' : 'smime';
  if (mediaType === 'multipart/signed') return { scheme, signed: true, encrypted: false };
  if (mediaType === 'multipart/encrypted') return { scheme, signed: false, encrypted: true };
  if (mediaType === 'application/pgp-encrypted') return { scheme: 'pgp', signed: false, encrypted: true };
  if (mediaType === 'application/pgp-signature') return { scheme: 'pgp', signed: true, encrypted: false };
  if (/^application\/(?:x-)?pkcs7-signature$/.test(mediaType))
    return { scheme: 'smime', signed: true, encrypted: false };
  return undefined;
}

/** What an S/MIME envelope is; where that cannot be seen in it, what it says of itself. */
export function envelopeProtection(kind: Cms['kind'], { type }: Entity): Protection | undefined {
  const said = kind === 'other' ? (type.plain('smime-type') ?? '').toLowerCase() : kind;
  const [signed, encrypted] = [said.startsWith('signed'), said.includes('enveloped')];
  return signed || encrypted ? { scheme: 'smime', signed, encrypted } : undefined;
}

/** What a text shows by its armour (RFC 9580 §6.2). */
export function armourOf(text: string): Protection | undefined {
  const kind = ARMOUR.exec(text)?.[1];
  if (kind === undefined) return undefined;
  return { scheme: 'pgp', signed: kind !== 'MESSAGE', encrypted: kind === 'MESSAGE' };
}

/** Several findings as one: what was encrypted may turn out to be signed too. */
export function together(found: readonly (Protection | undefined)[]): Protection | undefined {
  const all = found.filter((one) => one !== undefined);
  const [first] = all;
  if (!first) return undefined;
  return {
    scheme: first.scheme,
    signed: all.some(({ signed }) => signed),
    encrypted: all.some(({ encrypted }) => encrypted),
  };
}
