import { pipeline } from 'node:stream/promises';
import type { Archive } from '@callbook/archive';
import { type Attachment, CallbookError, isCallbookError, isMailAddress } from '@callbook/contracts';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { phoneNumber } from '../phone.ts';
import type { Fault } from './words.ts';

/** What somebody typed into the form. */
export type Submission = {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly department: string;
  readonly service: string;
  readonly urgency: string;
  readonly text: string;
  /** The trap: people do not see it. */
  readonly website: string;
  /** Of the call that the link which led here is about. */
  readonly reference: string;
  /** To questions of services, by the places of both. */
  readonly answers: Readonly<Record<string, string>>;
  readonly files: readonly Attachment[];
};

/** A form in which nothing is typed. */
export const EMPTY: Submission = {
  ...{ token: '', name: '', email: '', phone: '', department: '', service: '', urgency: '', text: '' },
  ...{ website: '', reference: '', answers: {}, files: [] },
};

export type Limits = { readonly maxFiles: number; readonly maxFileSize: number };

const FIELDS = [
  ...(['token', 'name', 'email', 'phone', 'department', 'service', 'urgency'] as const),
  ...(['text', 'website', 'reference'] as const),
] as const;
const ANSWER = /^answer-(\d{1,4}-\d{1,2})$/;
/** Fields of the form: its own, and answers to questions. */
const MOST_FIELDS = 300;
/** Bytes of one field: 20,000 characters, whatever they are. */
const FIELD_SIZE = 100_000;

/**
 * Reads a form (RFC 7578). Its files go into the archive as they come, and none is held in memory; what is too large is
 * named in `faults`, so that whoever sent it learns of it.
 * @throws CallbookError `request-invalid` for what is cut off or no form; what the archive throws.
 */
export async function readForm(
  request: Request,
  archive: Pick<Archive, 'put'>,
  { maxFiles, maxFileSize }: Limits,
): Promise<{ readonly submission: Submission; readonly faults: Fault[] }> {
  const parser = parserOf(request, { maxFiles, maxFileSize });
  const fields = new Map<string, string>();
  const answers: Record<string, string> = {};
  const faults = new Set<Fault>();
  const storing: Promise<Attachment | undefined>[] = [];
  parser.on('field', (name, value) => {
    const said = value.replaceAll('\0', '').trim();
    const [, answer] = ANSWER.exec(name) ?? [];
    if (answer !== undefined && said !== '') answers[answer] = said;
    if ((FIELDS as readonly string[]).includes(name)) fields.set(name, said);
  });
  for (const limit of ['filesLimit', 'partsLimit', 'fieldsLimit'] as const)
    parser.on(limit, () => void faults.add('files'));
  parser.on('file', (_field, content, name, _encoding, type) => {
    const stored = archive.put(content).then(({ sha256, size }) => {
      if (content.truncated) faults.add('fileSize');
      // A field without a file comes as an empty one.
      if (size === 0 && !name) return undefined;
      const named = [...(name ?? 'file').replace(/\p{Cc}/gu, '')].slice(0, 200).join('').trim() || 'file';
      return {
        sha256,
        size,
        name: named,
        mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream',
        inline: false,
      };
    });
    // Whoever waits for all hears of it; until then it is nobody's.
    stored.catch(() => content.resume());
    storing.push(stored);
  });
  try {
    await pipeline(request, parser);
  } catch (cause) {
    await Promise.allSettled(storing);
    throw new CallbookError('request-invalid', 'This is no form, or it is cut off.', { cause });
  }
  const files = (await Promise.all(storing)).filter((file) => file !== undefined);
  const of = (name: (typeof FIELDS)[number]) => fields.get(name) ?? '';
  const submission: Submission = {
    ...{ token: of('token'), name: of('name'), email: of('email'), phone: of('phone'), department: of('department') },
    ...{ service: of('service'), urgency: of('urgency'), text: of('text'), website: of('website'), files },
    ...{ reference: of('reference').slice(0, 40), answers },
  };
  return { submission, faults: [...faults] };
}

function parserOf(request: Request, { maxFiles, maxFileSize }: Limits): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: {
        files: maxFiles + 1,
        fileSize: maxFileSize,
        fields: MOST_FIELDS,
        fieldSize: FIELD_SIZE,
        parts: maxFiles + MOST_FIELDS + 10,
      },
    });
  } catch (cause) {
    throw new CallbookError('request-invalid', 'This is no form.', { cause });
  }
}

/** What is wrong with what was typed. */
export function faultsOf(
  { email, phone, text, files }: Submission,
  { country, maxFiles }: { readonly country: string | undefined; readonly maxFiles: number },
): Fault[] {
  return [
    ...(email === '' && phone === '' ? (['contact'] as const) : []),
    ...(email !== '' && !isMailAddress(email) ? (['email'] as const) : []),
    ...(phone !== '' && phoneNumber(phone, country) === undefined ? (['phone'] as const) : []),
    ...(text === '' && files.length === 0 ? (['text'] as const) : []),
    ...(files.length > maxFiles ? (['files'] as const) : []),
  ];
}

/** Whether somebody sent what is no form, rather than that something is wrong with us. */
export function isNoForm(error: unknown): boolean {
  return isCallbookError(error, 'request-invalid');
}
