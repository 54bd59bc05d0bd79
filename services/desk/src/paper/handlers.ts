import type { PaperConfig } from '@callbook/contracts';
import { CURRENT_VERSION, printForms, printSlip } from '@callbook/forms';
import { getCall, handOutForms, type Log } from '@callbook/log';
import type { Response } from 'express';
import type { Handlers } from '../operation.ts';
import { parseRequest } from '../query.ts';
import type { paperOperations } from './operations.ts';
import { FormsBody } from './queries.ts';

export type PaperDeps = {
  readonly log: Log;
  readonly now: () => Date;
  readonly timeZone: string;
  readonly paper: PaperConfig;
  /** As it stands on what is printed. */
  readonly organisation?: string | undefined;
};

/** What is printed at the desk. */
export function paperHandlers(deps: PaperDeps): Handlers<typeof paperOperations> {
  const { log, now, timeZone, paper: set, organisation } = deps;
  return {
    async printForms({ body }, response, { name }) {
      const asked = parseRequest(FormsBody, body, 'body');
      const { kind, count, language = set.language, paper = set.paper } = asked;
      const layout = { kind, version: CURRENT_VERSION, paper };
      const { departments } = set;
      const printing = { ...layout, language, departments, printedBy: name, printedAt: now() };
      // Committed before the PDF is there: no sheet is in anybody's hands that the log does not know.
      const numbers = await log.db.transaction().execute((trx) => handOutForms(trx, count, printing));
      const sheets = numbers.map((number) => ({ ...layout, number, page: 1 }));
      sendPdf(response, `${kind}-forms.pdf`, await printForms(sheets, { language, organisation, departments }, now()));
    },
    async printSlip({ params }, response, { visibility }) {
      const { reference, title, receivedAt, respondBy } = await getCall(log.db, visibility, String(params.reference));
      const times = { receivedAt: new Date(receivedAt), respondBy: respondBy ? new Date(respondBy) : undefined };
      const slip = { reference, title, ...times, organisation, language: set.language, timeZone };
      sendPdf(response, `${reference}.pdf`, await printSlip(slip, now()));
    },
  };
}

function sendPdf(response: Response, name: string, pdf: Uint8Array): void {
  response.attachment(name).type('application/pdf').send(Buffer.from(pdf));
}
