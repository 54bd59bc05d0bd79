import { createHmac, timingSafeEqual } from 'node:crypto';

/** The HMAC-SHA256 of a text (RFC 2104) in base64url: 43 letters that may stand in an address or a header. */
export function signatureOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Whether that is the signature of the text. However much of it is right, the answer takes the same time. */
export function isSignatureOf(given: string, text: string, secret: string): boolean {
  const [bytes, expected] = [Buffer.from(given), Buffer.from(signatureOf(text, secret))];
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
