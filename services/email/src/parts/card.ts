/** A card of one person has one or two numbers; a whole address book may be sent too. */
const MOST = 20;
const TEL = /^(?:[\w-]+\.)?TEL((?:;[^:"\n]*(?:"[^"\n]*"[^:"\n]*)*)?):(?:tel:)?([^\n]{3,60})$/gim;

/** The telephone numbers of a visiting card (RFC 6350 §6.4.1), each on a line and as it stands. Fax numbers are left out. */
export function cardNumbers(card: string): string {
  const unfolded = card.replace(/\n[ \t]/g, '');
  return [...unfolded.matchAll(TEL)]
    .filter(([, parameters = '']) => !/fax|pager/i.test(parameters))
    .slice(0, MOST)
    .map(([, , number = '']) => `Tel.: ${number.replace(/;.*$/, '').trim()}`)
    .join('\n');
}
