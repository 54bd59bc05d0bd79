import { Constructed, fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';

/** What a CMS file (RFC 5652) is, and the signed content where it can be read without a key. */
export type Cms = {
  readonly kind: 'signed' | 'enveloped' | 'compressed' | 'other';
  readonly content: Buffer | undefined;
};

const KINDS: Readonly<Record<string, Cms['kind']>> = {
  '1.2.840.113549.1.7.2': 'signed',
  '1.2.840.113549.1.7.3': 'enveloped',
  '1.2.840.113549.1.9.16.1.23': 'enveloped',
  '1.2.840.113549.1.9.16.1.9': 'compressed',
};
const PEM = /-----BEGIN (?:PKCS7|CMS)-----([A-Za-z0-9+/=\s]+)-----END/;

/** Looks into a CMS file. Nothing of a signature is checked: it is read as an envelope that anyone can open. */
export function readCms(file: Buffer): Cms {
  const other: Cms = { kind: 'other', content: undefined };
  const pem = PEM.exec(file.toString('latin1', 0, 100)) ? PEM.exec(file.toString('latin1'))?.[1] : undefined;
  // Padding behind the file does no harm, and one that was cut off tells its kind all the same.
  const result = decoded(pem === undefined ? file : Buffer.from(pem, 'base64'));
  if (!(result instanceof Sequence)) return other;
  const [type, wrapped] = result.valueBlock.value;
  if (!(type instanceof ObjectIdentifier)) return other;
  const kind = KINDS[type.valueBlock.toString()] ?? 'other';
  const signed = wrapped instanceof Constructed ? wrapped.valueBlock.value[0] : undefined;
  if (kind !== 'signed' || !(signed instanceof Sequence)) return { kind, content: undefined };
  // SignedData: version, digestAlgorithms, encapContentInfo (RFC 5652 §5.1).
  const encapsulated = signed.valueBlock.value[2];
  const explicit = encapsulated instanceof Sequence ? encapsulated.valueBlock.value[1] : undefined;
  const octets = explicit instanceof Constructed ? explicit.valueBlock.value[0] : undefined;
  return { kind, content: octets instanceof OctetString ? Buffer.from(octets.getValue()) : undefined };
}

/** What stands in the file; undefined where the decoder gives up, as it does over a date that is none. */
function decoded(file: Buffer) {
  try {
    return fromBER(file).result;
  } catch {
    return undefined;
  }
}
