import { expect, test } from '@jest/globals';
import { phonesOf } from '../src/phones.ts';

const all = (text: string, country?: string) => phonesOf(text, undefined, country);

test.each<[string, string | undefined, string[]]>([
  ['Call +1 650-253-0000 or 0044 20 7946 0958.', undefined, ['+16502530000', '+442079460958']],
  ['Tel. 030 901820, Mobil: +49 (0)171 1234567', 'DE', ['+4930901820', '+491711234567']],
  ['Telefon: 030/901820', 'DE', ['+4930901820']],
  ['Rückruf bitte unter 05203 918220.', 'DE', ['+495203918220']],
  ['0171 1234567', 'DE', ['+491711234567']],
  ['Please ring 020 7946 0123 or 07700 900123 (ext 12)', 'GB', ['+442079460123', '+447700900123']],
  ['(212) 555-0123 or 212.555.0199 or 415-555-2671 x123', 'US', ['+12125550123', '+12125550199', '+14155552671']],
  ['Phone: 4155552671', 'US', ['+14155552671']],
  ['Tél. : 01 42 68 53 00, portable 06 12 34 56 78', 'FR', ['+33142685300', '+33612345678']],
  ['cell. 347 123 4567', 'IT', ['+393471234567']],
  ['móvil 612 345 678', 'ES', ['+34612345678']],
  ['tel. 601 234 567', 'PL', ['+48601234567']],
  ['電話 03-1234-5678 携帯 090-1234-5678', 'JP', ['+81312345678', '+819012345678']],
  ['My phone number is 030 901820', 'DE', ['+4930901820']],
  ['T: +31 20 123 4567 | M: +31 6 12345678', undefined, ['+31201234567', '+31612345678']],
  ['+49 30 901820 and again 030 901820', 'DE', ['+4930901820']],
])('finds the telephone numbers of %j', (text, country, numbers) => {
  expect(all(text, country)).toEqual(numbers);
});

test.each([
  ['an order number', 'Bestellnummer 4500098213', 'DE'],
  ['a customer number that could be one', 'Kundennr. 0301234567', 'DE'],
  ['a customer number that is written like one', 'Kunden-Nr.: 030 1234567', 'DE'],
  ['a date with a time', 'Termin 04.03.2026 12:18', 'DE'],
  ['a date and a room', 'am 04.03.2026 030 Raum', 'DE'],
  ['an ISO date', 'since 2026-03-04 09:15', 'US'],
  ['an IBAN', 'IBAN DE89 3704 0044 0532 0130 00', 'DE'],
  ['a French IBAN', 'FR14 2004 1010 0505 0001 3M02 606', 'FR'],
  ['an invoice', 'Rechnung 2026-0198 über 1.234,56 €', 'DE'],
  ['a serial number', 'Pumpe 3 (Nr. 88-1931)', 'DE'],
  ['an address of the network', '192.168.100.200 and 10.20.30.40', 'DE'],
  ['a version', 'version 10.0.19045.4291', 'US'],
  ['a ZIP code', 'San Jose, CA 95110-1234', 'US'],
  ['a social security number', 'SSN 123-45-6789', 'US'],
  ['a plain number', 'Order 4155552671', 'US'],
  ['a plain number without a word', '4155552671', 'US'],
  ['a tracking number', 'tracking 9400 1000 0000 0000 0000 00', 'US'],
  ['a SIRET', 'SIRET 732 829 320 00074', 'FR'],
  ['a tax number', 'P.IVA 01234567890', 'IT'],
  ['a link', 'https://example.org/t/0171-1234567', 'DE'],
  ['a fax', 'Fax +49 30 901821, F: 030 901821', 'DE'],
  ['a national number of no country', '030 901820', undefined],
  ['an amount', '0171 123456 €', 'DE'],
  ['a reference', 'CB-10427 PO 4500098213', 'US'],
  ['a card', 'card 4111 1111 1111 1111', 'US'],
  ['a quoted number', 'On Monday Ada <a@x.org> wrote:\n> Tel. 030 901820', 'DE'],
])('takes no number from %s', (_, text, country) => {
  expect(all(text, country)).toEqual([]);
});

const OTHER = 'Ring +49 30 901820 first.\n\n';

test.each<[string, string, string | undefined]>([
  ['below a closing', 'Kind regards\nAda\n+49 171 1234567', 'Ada'],
  ['below two dashes', '-- \nAda Lovelace\n+49 171 1234567', undefined],
  ['below the name', 'Ada Lovelace\nMobile: +49 171 1234567\nFax: +49 30 901821', 'Ada Lovelace'],
  ['in Japanese', 'よろしくお願いいたします。\n山田太郎\n携帯 +49 171 1234567', undefined],
  ['beside that of the house', 'Regards\nAda\n+49 171 1234567\nHotline: +49 30 901822', 'Ada'],
])('the sender’s number comes first: %s', (_, text, name) => {
  expect(phonesOf(OTHER + text, name, undefined)[0]).toBe('+491711234567');
});

test.each<[string, string]>([
  ['two of them', 'Regards\nAda\nT +49 30 901821\nM +49 171 1234567'],
  ['that of the house', 'Regards\nAda\nHotline: +49 30 901821\nSwitchboard +49 30 901822'],
  ['a free line', 'Regards\nAda\n+1 800-253-0000'],
])('no number comes before its turn for being %s', (_, text) => {
  expect(phonesOf(OTHER + text, 'Ada', undefined)[0]).toBe('+4930901820');
});

test('a text of nothing but digits costs no more than its length', () => {
  const began = process.cpuUsage().user;
  for (const digit of ['1', '1 ', '(1', '1-', '0171 1234567 ']) all(digit.repeat(400_000 / digit.length), 'DE');
  expect((process.cpuUsage().user - began) / 1e6).toBeLessThan(5);
});
