import { CallbookError } from '@callbook/contracts';
import { changeView, countCalls, keepView, type Log, listViews, removeView } from '@callbook/log';
import type { Response } from 'express';
import type { Actor } from '../access/actor.ts';
import type { Handlers } from '../operation.ts';
import { CallQuery, parseRequest } from '../query.ts';
import type { viewOperations } from './operations.ts';
import { ViewBody, ViewPatch } from './schemas.ts';
import { standingViews } from './standing.ts';

export type ViewDeps = {
  readonly log: Log;
  readonly now: () => Date;
  readonly newId: () => string;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Named searches of the log, counted together: whoever has many asks no more often for it. */
export function viewHandlers({ log, now, newId }: ViewDeps): Handlers<typeof viewOperations> {
  const deed = ({ name, agent, permissions }: Actor, id: string) => {
    if (!UUID.test(id)) throw new CallbookError('view-unknown', `There is no view ${id}.`);
    const keeper = { agent: agent?.id, oversees: permissions.includes('oversee') };
    return { id, keeper, by: name, at: now() };
  };
  const list = async (response: Response, { name, agent, visibility }: Actor) => {
    const standing = standingViews(agent && name).map((view) => ({ ...view, shared: true }));
    const views = [...standing, ...(await listViews(log.db, agent?.id))];
    const counts = await countCalls(
      log.db,
      visibility,
      views.map(({ filters }) => CallQuery.parse(filters)),
    );
    response.json({
      items: views.map((view, index) => ({ ...view, ...(counts[index] ?? { count: 0, more: false }) })),
    });
  };

  return {
    listViews: (_, response, actor) => list(response, actor),
    async keepView({ body }, response, actor) {
      const view = parseRequest(ViewBody, body, 'body');
      await log.db.transaction().execute((trx) => keepView(trx, { ...deed(actor, newId()), ...view }));
      await list(response.status(201), actor);
    },
    async changeView({ params, body }, response, actor) {
      const change = parseRequest(ViewPatch, body, 'body');
      await log.db.transaction().execute((trx) => changeView(trx, { ...deed(actor, String(params.id)), change }));
      await list(response, actor);
    },
    async removeView({ params }, response, actor) {
      await log.db.transaction().execute((trx) => removeView(trx, deed(actor, String(params.id))));
      response.status(204).end();
    },
  };
}
