/** A UUID v4 (RFC 9562, 5.4). Browsers offer to make one only where the line is secure, and random bytes everywhere. */
export function newId(): string {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte, at) => {
    if (at === 6) return (byte & 0x0f) | 0x40; // the version
    return at === 8 ? (byte & 0x3f) | 0x80 : byte; // the variant
  });
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
