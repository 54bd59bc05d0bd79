const WORDS =
  `printer jammed room laptop password reset account locked cannot login network cable meeting projector since this morning
  error screen says again please help the a we our it is was not when after before update installed version driver outlook
  calendar shared mailbox access folder permission denied vpn connection drops every few minutes office building floor desk
  phone headset microphone camera order replacement broken battery charger monitor flickers keyboard spilled coffee urgent
  customer waiting invoice report export spreadsheet macro server down slow tried restarting twice thanks regards colleague
  new starter monday badge door ticket reference earlier number attached screenshot`.split(/\s+/);

/** Words in an order that the seed alone decides (xorshift). */
export function wordsFrom(seed: number): () => string {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return WORDS[(state >>> 0) % WORDS.length] ?? '';
  };
}

/** So many words. */
export function sentence(word: () => string, length: number): string {
  return Array.from({ length }, word).join(' ');
}

/** So many paragraphs of so many words each. */
export function paragraphs(word: () => string, count: number, length: number): string {
  return Array.from({ length: count }, () => `${sentence(word, length)}.`).join('\n\n');
}
