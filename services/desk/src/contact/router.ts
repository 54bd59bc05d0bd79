import { fileURLToPath } from 'node:url';
import {
  CallbookError,
  HOUR,
  isCallbookError,
  isRatingToken,
  MINUTE,
  respondBy,
  responseClock,
} from '@callbook/contracts';
import { findReplyToken, findStanding, isOutage, rateCall, staffWays } from '@callbook/log';
import { sendProblem } from '@callbook/runtime';
import express, { type Request, type Response, Router } from 'express';
import { phoneNumber } from '../phone.ts';
import { clientOf, field, fields, send, starsIn, wait, wordsOf } from './answering.ts';
import { callsRouter, offersCalls } from './calls.ts';
import { askView } from './calls-view.ts';
import type { ContactDeps } from './deps.ts';
import { EMPTY, faultsOf, isNoForm, readForm, type Submission } from './form.ts';
import { type FormState, formView, lookUpView, rateView } from './form-view.ts';
import { openCounter, suspicionsOf } from './guard.ts';
import { html, type Markup } from './markup.ts';
import { answered, questionsStyle } from './questions.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { formContact } from './submit.ts';
import { toldInstant } from './telling.ts';
import { readToken, signToken } from './token.ts';
import { note, sheetView, standingView } from './view.ts';
import type { Fault, Words } from './words.ts';

/** `public/` lies beside `src` and beside `dist`. */
const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url));
/** Nothing runs, nothing is fetched but our own style, nobody frames us, and forms go to us alone. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** Messages and questions from one network before it is asked to wait. */
const FLOOD_PER_HOUR = 300;
const LOOKS = { most: 10, span: 10 * MINUTE };

/**
 * What everybody may see and do without signing in, and nothing else: how the desk is reached, the form, how a call
 * stands, and rating it. Mount it before what asks for a sign-in. It is HTML that needs no JavaScript.
 */
export function contactRouter(deps: ContactDeps): Router {
  const { config, log, archive, secret, now, newId, take } = deps;
  const { contact, country } = config;
  const clock = responseClock(config);
  const { timeZone } = clock.serviceHours;
  const messages = openCounter(HOUR);
  const looks = openCounter(LOOKS.span);
  const router = Router();

  router.use('/contact', (request, response, next) => {
    response.set({
      ...{ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' },
      ...{ 'Cache-Control': 'no-store', Vary: 'Accept-Language' },
    });
    // A page of somebody else cannot have a browser send anything here (Fetch Metadata).
    if (request.method === 'POST' && !['same-origin', 'none'].includes(request.get('sec-fetch-site') ?? 'none'))
      return void send(response, wordsOf(request), 403, (words) => [
        words.title(undefined),
        note(words, words.elsewhere),
      ]);
    next();
  });
  router.use('/contact', express.static(PUBLIC, { index: false, redirect: false, cacheControl: false }));

  const formToken = () => signToken({ id: newId(), at: now().getTime() }, 'form', secret);
  const whole = (
    words: Words,
    typed?: Submission,
    faults: readonly Fault[] = [],
    reference?: string,
  ): readonly [string, Markup] => {
    const sheet: Sheet = sheetOf(config, now());
    const state: FormState = {
      token: formToken(),
      ...{ maxFiles: contact.maxFiles, maxFileSize: contact.maxFileSize, typed, faults },
    };
    return [
      words.title(sheet.organisation),
      html`${sheetView(sheet, words, now())}${sheet.form && formView(sheet, words, state)}${lookUpView(words, reference)}${offersCalls(config) && askView(words, { token: formToken() })}`,
    ];
  };

  router.get('/contact', (request, response) =>
    send(response, wordsOf(request), 200, (words) => whole(words, beginning(request), [], referenceIn(request))),
  );
  router.get('/contact/questions.css', (_, response) =>
    response.type('css').send(questionsStyle(sheetOf(config, now()))),
  );

  if (contact.form)
    router.post('/contact', async (request, response) => {
      const words = wordsOf(request);
      const sentBefore = messages.count(clientOf(request), now().getTime());
      if (sentBefore >= FLOOD_PER_HOUR) return wait(response, words);
      const { submission, faults } = await readForm(request, archive, contact);
      const wrong = [...faults, ...faultsOf(submission, { country, maxFiles: contact.maxFiles })];
      if (wrong.length > 0) return send(response, words, 422, () => whole(words, submission, [...new Set(wrong)]));

      const receivedAt = now();
      const token = readToken(submission.token, 'form', secret);
      const at = { now: receivedAt.getTime(), sentBefore, perHour: contact.perHour };
      const suspicions = suspicionsOf(submission, token, at);
      const { token: _, website: _trap, ...typed } = submission;
      const original = await archive.put(Buffer.from(JSON.stringify({ ...typed, receivedAt })));
      const arrival = {
        id: newId(),
        receivedAt,
        tokenId: token?.id,
        language: words.language,
        suspicions,
        original,
        country,
        answered: answered(sheetOf(config, receivedAt), submission),
      };
      const { reference } = await take(formContact(submission, arrival));
      const call = reference === undefined ? undefined : await expectation(reference, submission);
      const due = call ?? respondBy(clock, receivedAt);
      send(response, words, reference === undefined ? 202 : 201, () => [
        words.taken,
        html`<p class="now">${reference === undefined ? words.acceptedText : words.takenText(reference)}</p>
${due && html`<p>${words.expected(toldInstant(due, words, timeZone))}</p>`}${note(words, words.keep)}`,
      ]);
    });

  /** By when a person answers, as the log has it. */
  async function expectation(reference: string, { email, phone }: Submission): Promise<Date | undefined> {
    const identity = email === '' ? phoneNumber(phone, country) : email.toLowerCase();
    try {
      return identity === undefined ? undefined : (await findStanding(log.db, { reference, identity }))?.respondBy;
    } catch (error) {
      if (!isOutage(error)) throw error;
      return undefined;
    }
  }

  router.post('/contact/call', fields, async (request, response) => {
    const words = wordsOf(request);
    if (looks.count(clientOf(request), now().getTime()) >= LOOKS.most) return wait(response, words);
    const [reference, address] = [field(request, 'reference'), field(request, 'address')];
    const identity = phoneNumber(address, country) ?? address.toLowerCase();
    const call = await findStanding(log.db, { reference: reference.slice(0, 64), identity: identity.slice(0, 320) });
    send(response, words, 200, () => [
      call?.reference ?? words.lookUp,
      call ? standingView(call, words, timeZone) : note(words, words.notFound),
    ]);
  });

  /** The link of a mail; the rest of the path is what makes it that call's. */
  const RATE = '/contact/rate/:reference/:token';
  const rated = async (request: Request) => {
    const [reference, token] = [String(request.params.reference), String(request.params.token)];
    const replyToken = await findReplyToken(log.db, reference);
    return replyToken !== undefined && isRatingToken(token, { reference: reference.toUpperCase(), replyToken })
      ? { reference: reference.toUpperCase(), action: `/contact/rate/${reference}/${token}` }
      : undefined;
  };
  const invalid = (response: Response, words: Words) =>
    send(response, words, 404, () => [words.title(config.organisation.name), note(words, words.linkInvalid)]);

  // Programs look into the links of mails: looking rates nothing.
  router.get(RATE, async (request, response) => {
    const words = wordsOf(request);
    const call = await rated(request);
    if (!call) return invalid(response, words);
    const stars = starsIn(request.query.stars);
    send(response, words, 200, () => [
      words.rate(call.reference),
      rateView(words, `${call.action}?lang=${words.language}`, stars),
    ]);
  });
  router.post(RATE, fields, async (request, response) => {
    const words = wordsOf(request);
    const call = await rated(request);
    if (!call) return invalid(response, words);
    const stars = starsIn(field(request, 'stars'));
    if (stars === undefined)
      return send(response, words, 422, () => [
        words.rate(call.reference),
        rateView(words, call.action, undefined, ['stars']),
      ]);
    const said = field(request, 'words').replaceAll('\0', '').slice(0, 2_000);
    const rating = { reference: call.reference, stars, ...(said !== '' && { words: said }), at: now().toISOString() };
    await log.db.transaction().execute((trx) => rateCall(trx, rating));
    send(response, words, 200, () => [words.rate(call.reference), note(words, words.thanks, words.starsOf(stars))]);
  });

  if (offersCalls(config)) {
    const counted = { messages, messagesPerHour: FLOOD_PER_HOUR, timeZone };
    router.use(callsRouter({ ...deps, ...counted, staff: staffWays(config) }));
  }

  router.use('/contact', ((error: unknown, request: Request, response: Response, next: (error: unknown) => void) => {
    if (response.headersSent) return next(error);
    const words = wordsOf(request);
    if (isNoForm(error)) return void send(response, words, 400, () => whole(words, undefined, ['form']));
    if (isOutage(error))
      return sendProblem(
        response,
        new CallbookError('log-unavailable', 'The log cannot be read at this moment. Try again soon.'),
      );
    if (isCallbookError(error)) return sendProblem(response, error);
    next(error);
  }) as express.ErrorRequestHandler);
  return router;
}

/** The links of our messages say which call they are about. */
function referenceIn({ query }: Request): string | undefined {
  return typeof query.reference === 'string' ? query.reference.slice(0, 40) : undefined;
}

/** The links of our messages also say which service the call is about, where that has questions. */
function beginning(request: Request): Submission | undefined {
  const { service } = request.query;
  return typeof service === 'string'
    ? { ...EMPTY, service: service.slice(0, 100), reference: referenceIn(request) ?? '' }
    : undefined;
}
