import type { Contact } from '@callbook/contracts';

type ExpectedAttachment = {
  readonly name?: string;
  readonly mediaType?: string;
  readonly size?: number;
  readonly sha256?: string;
  readonly inline?: boolean;
};

/** What a set's `expect.json` says of one mail; an absent key means that it is not known. */
export type Expectation = {
  readonly fromEmail?: string | null;
  readonly fromName?: string | null;
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly subjectIncludes?: readonly string[];
  readonly textIncludes?: readonly string[];
  readonly textExcludes?: readonly string[];
  readonly textEmpty?: boolean;
  readonly attachmentCount?: number;
  readonly attachments?: readonly ExpectedAttachment[];
  readonly messageId?: string | null;
  readonly references?: readonly string[];
  readonly machine?: string | null;
};

/** Where a contact is not as expected: one line for each field that differs, none when all is right. */
export function deviations(contact: Contact, expected: Expectation): string[] {
  const found: string[] = [];
  const differ = (field: string, got: unknown, wanted: unknown) =>
    found.push(`${field}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
  const same = (field: keyof Expectation, got: string | undefined | null, wanted: string | null | undefined) => {
    if (wanted !== undefined && plain(got) !== plain(wanted)) differ(field, got ?? null, wanted);
  };
  same('fromEmail', contact.from.email?.toLowerCase(), expected.fromEmail?.toLowerCase() ?? expected.fromEmail);
  same('fromName', contact.from.name, expected.fromName);
  same('subject', contact.subject, expected.subject);
  same('messageId', bare(contact.thread.messageId), bare(expected.messageId));
  same('machine', contact.machine, expected.machine);
  const to = new Set(contact.to.map((address) => address.toLowerCase()));
  for (const address of expected.to ?? []) if (!to.has(address.toLowerCase())) differ('to', contact.to, address);
  const references = new Set(contact.thread.references.map(bare));
  for (const id of expected.references ?? [])
    if (!references.has(bare(id))) differ('references', contact.thread.references, id);
  const [subject, text] = [plain(contact.subject), plain(contact.fullText)];
  for (const words of expected.subjectIncludes ?? [])
    if (!subject.includes(plain(words))) differ('subject', contact.subject, words);
  for (const words of expected.textIncludes ?? []) if (!text.includes(plain(words))) differ('text', text, words);
  for (const words of expected.textExcludes ?? [])
    if (text.includes(plain(words))) differ('text', text, `without ${words}`);
  if (expected.textEmpty && text !== '') differ('text', text, '');
  if (expected.attachmentCount !== undefined && contact.attachments.length !== expected.attachmentCount)
    differ('attachmentCount', contact.attachments.length, expected.attachmentCount);
  const left = [...contact.attachments];
  for (const wanted of expected.attachments ?? []) {
    const at = left.findIndex((one) =>
      Object.entries(wanted).every(([key, value]) => one[key as keyof typeof one] === value),
    );
    if (at < 0) differ('attachments', left, wanted);
    else left.splice(at, 1);
  }
  return found;
}

/** Unicode's NFC, with white space folded, as the sets compare. */
function plain(text: string | null | undefined): string {
  return (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
}

function bare(id: string | null | undefined): string | null | undefined {
  return id?.replace(/^<|>$/g, '') ?? id;
}
