import type { Field } from '../mail.ts';
import { type Structured, structured } from './parameters.ts';
import { type Encoding, encodingOf } from './transfer.ts';

/** One MIME entity (RFC 2045 §2.4): the mail itself, or a part of it. */
export type Entity = {
  readonly parent: Entity | undefined;
  /** How many entities are around it. */
  readonly depth: number;
  /** The header as it stands: values unfolded, in bytes one to one (latin1). */
  readonly fields: readonly Field[];
  /** Lines of the header that are no fields, as they stand. */
  readonly junk: readonly string[];
  /** Lower case, such as `text/plain`. */
  readonly mediaType: string;
  readonly type: Structured;
  readonly disposition: Structured;
  readonly encoding: Encoding;
  /** In the order in which they stand. */
  readonly children: Entity[];
};

/** RFC 5322 §3.6.8: a field name is printable ASCII without the colon. */
const FIELD = /^([!-9;-~]{1,200})[ \t]*:(.*)$/s;
/** A mail has some fifty fields; a hundred forwardings make a thousand. */
const FIELDS = 10_000;

export function isField(line: string): boolean {
  return FIELD.test(line);
}

/** Makes an entity of its header's lines, without their line ends. */
export function entityOf(lines: readonly string[], parent: Entity | undefined): Entity {
  const { fields, junk } = fieldsOf(lines);
  const first = (name: string) => fields.find((field) => field.name === name)?.value ?? '';
  const type = structured(first('content-type'));
  const disposition = structured(first('content-disposition'));
  const named = disposition.plain('filename') ?? type.plain('name');
  return {
    parent,
    depth: parent ? parent.depth + 1 : 0,
    ...{ fields, junk, type, disposition },
    mediaType: mediaTypeOf(type.value, parent, named !== undefined || disposition.value === 'attachment'),
    encoding: encodingOf(first('content-transfer-encoding')),
    children: [],
  };
}

/** The first value of an entity's own header, as it stands. */
export function fieldOf(entity: Entity, name: string): string | undefined {
  return entity.fields.find((field) => field.name === name)?.value;
}

/** Whether an entity stands in a multipart of this subtype, however deep. */
export function isWithin(entity: Entity, subtype: string): boolean {
  for (let around = entity.parent; around; around = around.parent)
    if (around.mediaType === `multipart/${subtype}`) return true;
  return false;
}

function fieldsOf(lines: readonly string[]): { fields: Field[]; junk: string[] } {
  const folded: string[][] = [];
  const junk: string[] = [];
  let open: string[] | undefined;
  for (const line of lines) {
    if (open && (line.startsWith(' ') || line.startsWith('\t'))) open.push(line);
    else if (isField(line) && folded.length < FIELDS) {
      open = [line];
      folded.push(open);
    } else {
      open = undefined;
      junk.push(line);
    }
  }
  const fields = folded.flatMap((pieces) => {
    const [, name = '', value = ''] = FIELD.exec(pieces.join('')) ?? [];
    return { name: name.toLowerCase(), value: value.trim() };
  });
  return { fields, junk };
}

/** RFC 2045 §5.2: what declares nothing, or nothing that can be read, is text; unless it is a file. */
function mediaTypeOf(declared: string, parent: Entity | undefined, isFile: boolean): string {
  const fitting = /^([\w!#$&^.+-]{1,80})\/([\w!#$&^.+-]{1,100})/.exec(declared)?.[0];
  if (fitting) return fitting;
  if (declared === 'text' || declared === 'plain') return 'text/plain';
  if (declared === 'html' || declared === 'text/') return 'text/html';
  if (isFile) return 'application/octet-stream';
  return parent?.mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
}
