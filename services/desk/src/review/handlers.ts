import type { Archive } from '@callbook/archive';
import { CallbookError } from '@callbook/contracts';
import { getStanding, type Log, listReview, type ReviewItem, type Visibility } from '@callbook/log';
import { sendPicture } from '../files.ts';
import type { Handlers } from '../operation.ts';
import { parseRequest } from '../query.ts';
import { pictureOf, reviewEntry } from './entry.ts';
import type { reviewOperations } from './operations.ts';
import { ReviewAnswer, ReviewQuery } from './queries.ts';

export type ReviewDeps = {
  readonly log: Log;
  readonly archive: Archive;
  /** ISO 3166-1, of telephone numbers without a country code. */
  readonly country?: string | undefined;
  /** Takes what a person made of a scan or a recording: it is on disk when this resolves. */
  review(item: ReviewItem, answer: ReviewAnswer, by: string): Promise<object>;
};

/** What needs a person: listed, shown with its pictures, and answered. */
export function reviewHandlers(deps: ReviewDeps): Handlers<typeof reviewOperations> {
  const { log, archive, review, country } = deps;
  const underReview = async (id: string, visibility: Visibility): Promise<ReviewItem> => {
    const standing = await getStanding(log.db, visibility, id);
    const { media, receivedAt } = standing.contact;
    if (!media) throw new CallbookError('not-found', 'This contact is neither a scan nor a recording.');
    return { ...standing, kind: media.kind, state: media.state, confidence: media.confidence ?? 0, since: receivedAt };
  };
  return {
    async getPicture({ params }, response, { visibility }) {
      const { contact } = await getStanding(log.db, visibility, String(params.id));
      const picture = pictureOf(contact, String(params.sha256));
      if (!picture) throw new CallbookError('not-found', 'This contact has no such picture.');
      await sendPicture(response, archive, picture);
    },
    async listReview({ query }, response, { visibility }) {
      const { items, ...rest } = await listReview(log.db, visibility, parseRequest(ReviewQuery, query));
      response.json({ items: await Promise.all(items.map((item) => reviewEntry(log, item, country))), ...rest });
    },
    getReview: async ({ params }, response, { visibility }) =>
      response.json(await reviewEntry(log, await underReview(String(params.id), visibility), country)),
    async answerReview({ params, body }, response, { name, visibility }) {
      const answer = parseRequest(ReviewAnswer, body, 'body');
      response.json(await review(await underReview(String(params.id), visibility), answer, name));
    },
  };
}
