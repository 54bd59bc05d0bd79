import { setTimeout as sleep } from 'node:timers/promises';
import { canSend, isCallbookError, isMailAddress, MINUTE, SECOND, targetsOf } from '@callbook/contracts';
import { changeCall, getOwnCall, listOwnCalls, type NoticeWays, putCallsLink, rateCall } from '@callbook/log';
import { type Request, type Response, Router } from 'express';
import { clientOf, field, fields, send, starsIn, wait, wordsOf } from './answering.ts';
import { askView, callView, listView } from './calls-view.ts';
import type { ContactDeps } from './deps.ts';
import { EMPTY, faultsOf, readForm, type Submission } from './form.ts';
import { type Counter, OLDEST, openCounter, suspicionsOf } from './guard.ts';
import { html } from './markup.ts';
import { formContact } from './submit.ts';
import { readToken, signToken } from './token.ts';
import { note } from './view.ts';
import { openVisits, type Visitor } from './visit.ts';
import type { Fault, Words } from './words.ts';

export type CallsDeps = ContactDeps & {
  /** IANA, of the times that are told. */
  readonly timeZone: string;
  /** Messages from each network, with those of the form. */
  readonly messages: Counter;
  readonly messagesPerHour: number;
  readonly staff?: NoticeWays | undefined;
};

/** Links that one network may ask for, and pages that are looked at in one visit. */
const ASKS = { most: 10, span: 10 * MINUTE };
const PAGES = { most: 300, span: 10 * MINUTE };
/** Every question for a link is answered after so long, so that its time does not tell whether the address is known. */
const PACE = SECOND / 2;

/** Whether anybody can be sent a link to their calls. */
export function offersCalls({ contact, http, email }: ContactDeps['config']): boolean {
  return contact.calls && http.publicUrl !== undefined && email.accounts.some(({ smtp }) => smtp !== undefined);
}

/**
 * All calls of one person, for whoever reads the mail of their address. Mount it behind what sets the headers of the page
 * and refuses forms of others.
 */
export function callsRouter(deps: CallsDeps): Router {
  const { config, log, archive, secret, now, newId, take, timeZone, messages, messagesPerHour, staff } = deps;
  const { contact, country, http } = config;
  const account = config.email.accounts.find(({ smtp }) => smtp !== undefined)?.name;
  const visits = openVisits({ log, secret, now, secure: http.publicUrl?.startsWith('https:') ?? false });
  const targets = targetsOf(config);
  const [asks, looks] = [openCounter(ASKS.span), openCounter(PAGES.span)];
  const formToken = () => signToken({ id: newId(), at: now().getTime() }, 'form', secret);
  const router = Router();
  if (account === undefined) return router;

  router.post('/contact/link', fields, async (request, response) => {
    const words = wordsOf(request);
    if (asks.count(clientOf(request), now().getTime()) >= ASKS.most) return wait(response, words);
    const typed = field(request, 'address').slice(0, 320);
    const token = readToken(field(request, 'token'), 'form', secret);
    const again = (status: number, fault: string) =>
      send(response, words, status, () => [words.calls.ask, askView(words, { token: formToken(), typed, fault })]);
    if (!isMailAddress(typed)) return again(422, words.fault.email);
    if (!token || now().getTime() - token.at > OLDEST) return again(422, words.calls.pageOld);
    // Who fills in what people do not see is told what everybody is told.
    const asked = field(request, 'website') === '' ? ask(typed.toLowerCase(), words) : undefined;
    await Promise.all([asked, sleep(PACE)]);
    send(response, words, 200, () => [
      words.calls.sent,
      note(words, words.calls.sentText(typed), words.calls.sentHint),
    ]);
  });

  async function ask(address: string, { language }: Words): Promise<void> {
    const id = newId();
    const link = { id, address, language, account: account ?? '', token: visits.link(id), at: now().toISOString() };
    await log.db.transaction().execute((trx) => putCallsLink(trx, link));
  }

  // Programs look into the links of mails: looking changes nothing.
  router.get('/contact/link/:token', async (request, response) => {
    const words = wordsOf(request);
    if (await visits.open(String(request.params.token), response))
      return response.redirect(303, `/contact/calls?lang=${words.language}`);
    send(response, words, 404, () => [words.calls.title, over(words, words.calls.linkOver)], '/contact');
  });

  const over = (words: Words, why: string) => html`<p>${why}</p>${askView(words, { token: formToken() })}`;

  /** Runs what is for a visitor; everybody else is told how to become one. */
  const visited =
    (show: (request: Request, response: Response, words: Words, visitor: Visitor) => Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      const words = wordsOf(request);
      const visitor = await visits.find(request);
      if (!visitor)
        return send(response, words, 403, () => [words.calls.title, over(words, words.calls.over)], '/contact');
      if (looks.count(visitor.id, now().getTime()) >= PAGES.most) return wait(response, words);
      await show(request, response, words, visitor);
    };
  const referenceOf = ({ params }: Request) => String(params.reference).slice(0, 64);

  router.get(
    '/contact/calls',
    visited(async ({ query }, response, words, { address }) => {
      const cursor = typeof query.cursor === 'string' ? { cursor: query.cursor } : {};
      const list = await listOwnCalls(log.db, { address, ...cursor });
      send(
        response,
        words,
        200,
        () => [words.calls.title, listView(list, words, { address, timeZone })],
        '/contact/calls',
      );
    }),
  );

  router.post('/contact/calls/leave', (request, response) => {
    const words = wordsOf(request);
    visits.leave(response);
    send(response, words, 200, () => [words.calls.title, note(words, words.calls.left)]);
  });

  /** The page of a call; with what was typed and is not right yet. */
  async function showCall(
    request: Request,
    response: Response,
    words: Words,
    { address, status = 200, ...state }: CallState,
  ): Promise<void> {
    const call = await getOwnCall(log.db, { address, reference: referenceOf(request) });
    if (!call) return send(response, words, 404, () => [words.calls.title, missing(words)], '/contact/calls');
    const { maxFiles, maxFileSize } = contact;
    const form = { token: formToken(), maxFiles, maxFileSize, ...state };
    const path = `/contact/calls/${call.reference}`;
    send(response, words, status, () => [call.reference, callView(call, words, { timeZone, form })], path);
  }

  router.get(
    '/contact/calls/:reference',
    visited((request, response, words, { address }) => showCall(request, response, words, { address })),
  );

  // What is added goes the way of every contact, and finds its call by the reference.
  router.post(
    '/contact/calls/:reference/words',
    visited(async (request, response, words, { address }) => {
      const sentBefore = messages.count(clientOf(request), now().getTime());
      if (sentBefore >= messagesPerHour) return wait(response, words);
      const call = await getOwnCall(log.db, { address, reference: referenceOf(request) });
      const { submission: given, faults } = await readForm(request, archive, contact);
      if (!call) return send(response, words, 404, () => [words.calls.title, missing(words)], '/contact/calls');
      const { reference } = call;
      const { token: formId, text, website, files } = given;
      const submission: Submission = { ...EMPTY, token: formId, text, website, files, email: address, reference };
      const wrong = [...new Set([...faults, ...faultsOf(submission, { country, maxFiles: contact.maxFiles })])];
      if (wrong.length > 0)
        return showCall(request, response, words, { address, status: 422, typed: submission.text, faults: wrong });

      const receivedAt = now();
      const token = readToken(submission.token, 'form', secret);
      const at = { now: receivedAt.getTime(), sentBefore, perHour: contact.perHour };
      const { token: _, website: _trap, ...typed } = submission;
      const original = await archive.put(Buffer.from(JSON.stringify({ ...typed, receivedAt })));
      const web = formContact(submission, {
        ...{ id: newId(), receivedAt, tokenId: token?.id, language: words.language, original, country },
        ...{ suspicions: suspicionsOf(submission, token, at), answered: [] },
      });
      const taken = await take({
        ...web,
        // The link was sent to this address, and they read it there.
        from: { ...web.from, verified: true },
      });
      send(response, words, taken.reference === undefined ? 202 : 201, () => [
        words.taken,
        html`<p class="now">${taken.reference === undefined ? words.calls.added(reference) : words.calls.added(taken.reference)}</p>${backTo(taken.reference ?? reference, words)}`,
      ]);
    }),
  );

  router.post(
    '/contact/calls/:reference/solved',
    visited(async (request, response, words, { address }) => {
      const call = await getOwnCall(log.db, { address, reference: referenceOf(request) });
      if (!call?.mayEnd) return send(response, words, 404, () => [words.calls.title, missing(words)], '/contact/calls');
      const { reference } = call;
      const deed = {
        ...{ reference, by: 'requester', at: now().toISOString(), messageId: newId(), targets, staff },
        canSend: canSend.bind(undefined, config),
        change: { status: 'closed' as const, why: 'the requester says that it is solved' },
      };
      try {
        await log.db.transaction().execute((trx) => changeCall(trx, deed));
      } catch (error) {
        if (!isCallbookError(error, 'tasks-open')) throw error;
        return send(response, words, 409, () => [
          reference,
          html`<p>${words.calls.stillWorked}</p>${backTo(reference, words)}`,
        ]);
      }
      response.redirect(303, `/contact/calls/${reference}?lang=${words.language}`);
    }),
  );

  router.post(
    '/contact/calls/:reference/rating',
    fields,
    visited(async (request, response, words, { address }) => {
      const call = await getOwnCall(log.db, { address, reference: referenceOf(request) });
      if (!call?.mayEnd) return send(response, words, 404, () => [words.calls.title, missing(words)], '/contact/calls');
      const stars = starsIn(field(request, 'stars'));
      if (stars === undefined) return showCall(request, response, words, { address, status: 422, faults: ['stars'] });
      const said = field(request, 'words').replaceAll('\0', '').slice(0, 2_000);
      const rating = { reference: call.reference, stars, ...(said !== '' && { words: said }), at: now().toISOString() };
      await log.db.transaction().execute((trx) => rateCall(trx, rating));
      response.redirect(303, `/contact/calls/${call.reference}?lang=${words.language}`);
    }),
  );
  return router;
}

type CallState = {
  readonly address: string;
  /** Default: 200. */
  readonly status?: number;
  readonly typed?: string;
  readonly faults?: readonly Fault[];
};

function missing(words: Words) {
  return html`<p>${words.calls.missing}</p>${backTo(undefined, words)}`;
}

/** The way back: to a call, or to all of them. */
function backTo(reference: string | undefined, { language, calls }: Words) {
  const path = reference === undefined ? '/contact/calls' : `/contact/calls/${reference}`;
  return html`<p><a href="${path}?lang=${language}">${reference ?? calls.all}</a></p>`;
}
