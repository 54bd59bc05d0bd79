import type { Entity } from './entity.ts';
import { decodeTransfer } from './transfer.ts';
import { fileAt } from './uuencode.ts';

const CODED = /^[A-Za-z0-9+/=\s]*$/;

/**
 * The bytes of a text without its transfer encoding. Lists and gateways write plain text below base64, and some declare
 * base64 that is none: what is no base64 is taken as it stands.
 */
export function transferredText(entity: Entity, bytes: Buffer, faults: Set<string>): Buffer {
  if (entity.encoding === 'uuencode') return uudecoded(bytes, faults);
  if (entity.encoding !== 'base64') return decodeTransfer(bytes, entity.encoding);
  const lines = bytes.toString('latin1').split('\n');
  const plain = lines.findIndex((line) => !CODED.test(line));
  const rest = lines.slice(plain);
  // One damaged character within base64 is passed over by the decoder.
  if (plain < 0 || rest.some((line) => line.length >= 60 && CODED.test(line))) return decodeTransfer(bytes, 'base64');
  const coded = lines.slice(0, plain).join('\n');
  if (coded.trim() === '') faults.add('some of its characters are not base64, which it declares');
  return Buffer.concat([
    decodeTransfer(Buffer.from(coded, 'latin1'), 'base64'),
    Buffer.from(rest.join('\n'), 'latin1'),
  ]);
}

function uudecoded(bytes: Buffer, faults: Set<string>): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const begin = lines.findIndex((line) => line.startsWith('begin '));
  const file = fileAt(lines, begin + 1);
  if (file) return file.bytes;
  faults.add('it is not uuencoded, which it declares');
  return bytes;
}
