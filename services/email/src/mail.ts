import type { Attachment } from '@callbook/contracts';
import type { Report } from './machine/reports.ts';
import type { Invitation } from './parts/invitation.ts';
import type { Protection } from './parts/protection.ts';

/** One mailbox of an address header. Either part may be missing or unusable: this is only what stands there. */
export type Address = { readonly name: string; readonly address: string };

/** The headers of a mail that an adapter reads, decoded (RFC 2047) and unfolded. */
export type MailHeaders = {
  readonly from: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly sender: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string | undefined;
  /** Every header as it stands: lower-case name → its values from top to bottom, unfolded, not decoded. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** The same from top to bottom: each server puts what it adds above what it got. */
  readonly fields: readonly Field[];
};

/** One header: its name in lower case, its value unfolded. */
export type Field = { readonly name: string; readonly value: string };

/** A mail taken apart, as plain data: syntax only, nothing decided. Attachments and HTML are in the archive. */
export type ParsedMail = {
  readonly headers: MailHeaders;
  /** The text parts, decoded. */
  readonly text: string;
  /** Whether text and HTML are those of mails attached to it, since it has no words of its own. */
  readonly ofAttached: boolean;
  /** The HTML parts, decoded to UTF-8, and where they are archived as they may be shown (`display.ts`). */
  readonly html: { readonly sha256: string; readonly markup: string } | undefined;
  readonly attachments: readonly Attachment[];
  /** What its calendar part asks for. */
  readonly invitation: Invitation | undefined;
  /** That it is signed or encrypted; undefined where it is neither. */
  readonly protection: Protection | undefined;
  /** Visiting cards that came with it (RFC 6350), as they stand, decoded. */
  readonly cards: readonly string[];
  /** The parts that tell of another mail, where they begin within the first 128 kB. */
  readonly reports: readonly Report[];
  /** Why this mail, or a part of it, could not be read as it should be; empty for a good one. */
  readonly faults: readonly string[];
};
