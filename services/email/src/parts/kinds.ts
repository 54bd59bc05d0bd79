import type { Entity } from './entity.ts';

/** Kinds of files that are looked into. */
export type Kind = 'calendar' | 'card' | 'tnef' | 'smime' | 'message' | 'text' | 'other';

/** What is kept of a file in memory to be looked into, in bytes. Larger ones are archived and left as they are. */
const KEEP: Readonly<Record<Kind, number>> = {
  calendar: 1024 * 1024,
  card: 256 * 1024,
  tnef: 32 * 1024 * 1024,
  smime: 32 * 1024 * 1024,
  message: 4 * 1024 * 1024,
  text: 1024 * 1024,
  other: 0,
};

/** MS-OXTNEF §2.1.3.1: 0x223E9F78, little-endian. */
const TNEF_SIGNATURE = Buffer.from([0x78, 0x9f, 0x3e, 0x22]);

/** What kind of file an entity is, by what it declares, by its name, and by its first bytes. */
export function kindOf(entity: Entity, head: Buffer): Kind {
  const { mediaType } = entity;
  const name = (entity.disposition.plain('filename') ?? entity.type.plain('name') ?? '').toLowerCase();
  if (head.subarray(0, 4).equals(TNEF_SIGNATURE)) return 'tnef';
  if (mediaType === 'text/calendar' || mediaType === 'application/ics' || name.endsWith('.ics')) return 'calendar';
  if (/^text\/(?:x-)?vcard$|^text\/directory$/.test(mediaType) || name.endsWith('.vcf')) return 'card';
  if (/^application\/(?:x-)?pkcs7-mime$/.test(mediaType) || name.endsWith('.p7m')) return 'smime';
  if (mediaType === 'message/rfc822' || mediaType === 'message/global') return 'message';
  return mediaType === 'text/plain' || mediaType === 'text/html' ? 'text' : 'other';
}

export function keepOf(entity: Entity, head: Buffer): number {
  return KEEP[kindOf(entity, head)];
}
