import { readFileSync, statSync } from 'node:fs';
import { CallbookError, type Directory, type DirectoryIdentity, type DirectoryPerson } from '@callbook/contracts';
import { CsvError, parse } from 'csv-parse/sync';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What the columns may be called, folded: no spaces, no capitals. Others are left alone. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  key: ['key', 'id', 'uid', 'personid', 'objectguid', 'username', 'login', 'samaccountname'],
  name: ['name', 'displayname', 'fullname', 'cn'],
  givenName: ['firstname', 'givenname'],
  surname: ['lastname', 'surname', 'familyname', 'sn'],
  email: ['email', 'emails', 'mail', 'emailaddress', 'proxyaddresses'],
  phone: ['phone', 'phones', 'telephone', 'telephonenumber', 'mobile', 'mobilephone', 'extension', 'workphone'],
  slackUser: ['slack', 'slackuser', 'slackid'],
  employeeNumber: ['employeenumber', 'employeeid', 'personnelnumber', 'staffnumber'],
  department: ['department', 'dept', 'unit', 'orgunit'],
  place: ['place', 'room', 'office', 'location', 'site', 'physicaldeliveryofficename'],
};
/** Several addresses in one field. */
const BETWEEN = /[;|\n]/;
const ADDRESS = /^[^\s@<>",]+@[^\s@<>",]+\.[^\s@<>",]+$/;
const SLACK_USER = /^[TE]\w+\/[UW]\w+$/;
const DELIMITERS = [',', ';', '\t'] as const;
const MEGABYTE = 1024 * 1024;
const MOST = 200 * MEGABYTE;

/**
 * The people in a file of comma-separated values, as a spreadsheet or a directory exports it: commas, semicolons or tabs,
 * UTF-8 or Windows-1252, one line of names first. A field that is no address or number is left out and noted; its row is not.
 * @throws CallbookError `request-invalid` where the file cannot be read, or has no such columns.
 */
export function csvDirectory(file: string, country: string | undefined): Directory {
  const rows = rowsOf(file);
  const [head = [], ...rest] = rows;
  const columns = columnsOf(head.map(String), file);
  const notes: string[] = [];
  const people = new Map<string, DirectoryPerson>();
  for (const [index, row] of rest.entries()) {
    const note = (text: string) => void notes.push(`line ${index + 2}: ${text}`);
    const person = personOf((column) => (columns.get(column) ?? []).map((at) => (row[at] ?? '').trim()), country, note);
    if (!person) note('neither a key nor an address: left out');
    else if (people.has(person.key)) note(`${person.key} once more: left out`);
    else people.set(person.key, person);
  }
  if (people.size === 0) throw invalid(file, 'has nobody in it');
  return { source: 'csv', leads: true, people: [...people.values()], notes };
}

function rowsOf(file: string): string[][] {
  const text = textOf(file);
  const first = text.slice(0, text.search(/\r|\n|$/));
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid(file, `is no list: ${error.message}`, error);
  }
}

function textOf(file: string): string {
  const bytes = bytesOf(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function bytesOf(file: string): Uint8Array {
  try {
    if (statSync(file).size > MOST) throw invalid(file, `is larger than ${MOST / MEGABYTE} MB`);
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof CallbookError) throw error;
    throw invalid(file, `cannot be read: ${message}`, error);
  }
}

function columnsOf(head: readonly string[], file: string): Map<string, number[]> {
  const columns = new Map<string, number[]>();
  for (const [at, written] of head.entries()) {
    const folded = written.toLowerCase().replace(/[\s_-]|\d+$/g, '');
    const column = Object.keys(COLUMNS).find((name) => COLUMNS[name]?.includes(folded));
    if (column) columns.set(column, [...(columns.get(column) ?? []), at]);
  }
  if (!['email', 'phone', 'slackUser', 'employeeNumber'].some((name) => columns.has(name)))
    throw invalid(file, 'names no column of addresses or numbers in its first line (email, phone, employeeNumber …)');
  return columns;
}

/** Undefined where nothing tells who it is. */
function personOf(
  fields: (column: string) => readonly string[],
  country: string | undefined,
  note: (text: string) => void,
): DirectoryPerson | undefined {
  const several = (column: string) => fields(column).flatMap((field) => field.split(BETWEEN).map((one) => one.trim()));
  const one = (column: string) => fields(column).find(Boolean);
  const identities: DirectoryIdentity[] = [];
  const take = (kind: DirectoryIdentity['kind'], column: string, read: (written: string) => string | undefined) => {
    for (const written of several(column).filter(Boolean)) {
      const value = read(written);
      if (value === undefined) note(`"${written}" is no ${kind}: left out`);
      else if (!identities.some((known) => known.kind === kind && known.value === value))
        identities.push({ kind, value });
    }
  };
  take('employee-number', 'employeeNumber', (written) => (written.length <= 100 ? written : undefined));
  take('email', 'email', (written) => {
    const address = written.replace(/^smtp:/i, '').toLowerCase();
    return ADDRESS.test(address) && address.length <= 254 ? address : undefined;
  });
  take('phone', 'phone', (written) => phoneOf(written, country));
  take('slack', 'slackUser', (written) => (SLACK_USER.test(written) ? written : undefined));
  const key = one('key') ?? one('employeeNumber') ?? identities.find(({ kind }) => kind === 'email')?.value;
  if (key === undefined || key.length > 200) return undefined;
  const name = one('name') ?? [one('givenName'), one('surname')].filter(Boolean).join(' ');
  return { key, name: name || key, identities, department: one('department'), place: one('place') };
}

function phoneOf(written: string, country: string | undefined): string | undefined {
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(written, home);
  return number?.isPossible() ? number.number : undefined;
}

function invalid(file: string, why: string, cause?: unknown): CallbookError {
  return new CallbookError('request-invalid', `${file} ${why}. Nothing was imported.`, { cause });
}
