import { CallbookError, formatFormNumber, MINUTE, type PaperConfig, signScanTicket } from '@callbook/contracts';
import { CURRENT_VERSION, printForms, printSlip } from '@callbook/forms';
import { canSee, findScan, getCall, handOutForms, type Log, type Visibility } from '@callbook/log';
import type { Response } from 'express';
import type { Handlers } from '../operation.ts';
import { parseRequest } from '../query.ts';
import type { paperOperations } from './operations.ts';
import { FormsBody, ScanQuery, TicketBody } from './queries.ts';
import { scanView } from './scan-view.ts';

export type PaperDeps = {
  readonly log: Log;
  readonly now: () => Date;
  readonly timeZone: string;
  readonly paper: PaperConfig;
  /** What tickets are signed with. */
  readonly ticketSecret: string;
  /** As it stands on what is printed. */
  readonly organisation?: string | undefined;
};

/** Long enough for a large file on a slow line to begin, and too short to be worth keeping. */
const TICKET_LASTS = 15 * MINUTE;

/** What is printed and handed in at the desk. */
export function paperHandlers(deps: PaperDeps): Handlers<typeof paperOperations> {
  const { log, now, timeZone, paper: set, ticketSecret, organisation } = deps;
  const traysFor = (visibility: Visibility) => set.trays.filter(({ department }) => canSee(visibility, department));
  return {
    async getPaper(_, response, { visibility }) {
      const trays = traysFor(visibility).map(({ name, department }) => ({ name, ...(department && { department }) }));
      const { language, paper, maxSize } = set;
      response.json({ trays, language, paper, maxSize });
    },
    async makeScanTicket({ body }, response, { name: by, visibility }) {
      const { tray: wanted } = parseRequest(TicketBody, body, 'body');
      const tray = traysFor(visibility).find(({ name }) => wanted === undefined || name === wanted);
      if (!tray) throw new CallbookError('not-found', `There is no tray ${wanted ?? 'for you'} to hand in scans.`);
      const until = now().getTime() + TICKET_LASTS;
      const ticket = signScanTicket({ tray: tray.name, by, until }, ticketSecret);
      response.status(201).json({ ticket, tray: tray.name, expiresAt: new Date(until).toISOString() });
    },
    async listScans({ query }, response, { visibility }) {
      const { key: keys } = parseRequest(ScanQuery, query);
      const scans = await Promise.all(keys.map((key) => findScan(log.db, visibility, key)));
      response.json({ items: scans.flatMap((scan) => (scan ? [scanView(scan)] : [])) });
    },
    async printForms({ body }, response, { name }) {
      const asked = parseRequest(FormsBody, body, 'body');
      const { kind, count, language = set.language, paper = set.paper } = asked;
      const layout = { kind, version: CURRENT_VERSION, paper };
      const { departments } = set;
      const printing = { ...layout, language, departments, printedBy: name, printedAt: now() };
      // Committed before the PDF is there: no sheet is in anybody's hands that the log does not know.
      const numbers = await log.db.transaction().execute((trx) => handOutForms(trx, count, printing));
      const sheets = numbers.map((number) => ({ ...layout, number, page: 1 }));
      const [first = 0] = numbers;
      const pdf = await printForms(sheets, { language, organisation, departments }, now());
      response
        .attachment(`${kind}-${formatFormNumber(first)}.pdf`)
        .type('application/pdf')
        .send(Buffer.from(pdf));
    },
    async printSlip({ params }, response, { visibility }) {
      const { reference, title, receivedAt, respondBy } = await getCall(log.db, visibility, String(params.reference));
      const times = { receivedAt: new Date(receivedAt), respondBy: respondBy ? new Date(respondBy) : undefined };
      const slip = { reference, title, ...times, organisation, language: set.language, timeZone };
      showPdf(response, `${reference}.pdf`, await printSlip(slip, now()));
    },
  };
}

/** We made it: the browser may show it, and print it from there. It is taken for nothing but a PDF. */
function showPdf(response: Response, name: string, pdf: Uint8Array): void {
  response.set({ 'Content-Disposition': `inline; filename="${name}"`, 'X-Content-Type-Options': 'nosniff' });
  response.type('application/pdf').send(Buffer.from(pdf));
}
