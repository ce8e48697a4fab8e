// The route of a dossier for API clients with the scope `dossiers`: the same commands as the pages, under the same rights.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { App } from '#server/app-port.ts';
import { callerOf, keyHeader, keyOf } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { AppError } from '#server/platform/errors.ts';
import { ok, refusal } from '#server/platform/openapi.ts';
import * as door from './index.ts';
import { recordRefusal } from './request.ts';
import {
  dossierPage,
  dossierRecord,
  filledSheet,
  hearingRecord,
  MOVE_BODIES,
  type MoveName,
  memberSheet,
  moved,
  newDossier,
} from './route-schema.ts';

type Forms = {
  guards: readonly MiddlewareHandler[];
  /** What a schema refuses, by name. */
  unfit: (error: z.ZodError) => AppError;
};
type Moving = { dossier: string; requestId: string | undefined };
type Body<M extends MoveName> = z.infer<(typeof MOVE_BODIES)[M]>;

const COMMANDS: { [M in MoveName]: (ctx: Ctx, input: Moving & Body<M>, ground: App['territory']) => Promise<unknown> } = {
  submit: door.submitDossier,
  withdraw: door.withdrawDossier,
  receive: door.receiveDossier,
  return: door.returnDossier,
  'report-local': door.reportLocalContents,
  'send-to-province': door.sendToProvince,
  accept: door.acceptDossier,
  'pass-to-advisers': door.passToAdvisers,
  'report-advisory': door.reportAdvisory,
  'open-council': door.openCouncil,
  'propose-centre': door.proposeCentre,
  decide: door.decide,
};

export function addRoute(api: OpenAPIHono, app: App, { guards, unfit }: Forms): void {
  const refused = {
    401: refusal('No token, or one that does not hold.'),
    403: refusal('The bearer’s roles or scopes do not allow it there.'),
    404: refusal('No such dossier or hearing.'),
    409: refusal('Not possible where the dossier stands, or somebody else was first.'),
    422: refusal('Values that do not fit, by name.'),
  };
  const common = { tags: ['dossiers'], security: [{ Bearer: [] }] };
  const id = z.object({
    id: z
      .string()
      .max(20)
      .openapi({ param: { name: 'id', in: 'path' } }),
  });
  const sends = (schema: z.ZodType) => ({ headers: keyHeader, body: { required: true, content: { 'application/json': { schema } } } });
  // who asks comes before what is asked: nobody learns from a refusal of the body what only the bearer may do
  const known: MiddlewareHandler = async (c, next) => {
    c.set('asks', await callerOf(app, c));
    await next();
  };
  const asks = (c: Context) => (c as Context<{ Variables: { asks: Ctx } }>).get('asks');
  const write = { ...common, method: 'post' as const, middleware: [known, ...guards] as MiddlewareHandler[] };
  /** A body that does not fit (a forged total, say) is refused under the bearer's name. */
  const refuse = (verb: string, kind: string) => (read: { success: boolean; error?: unknown }, c: Context) => {
    if (read.success) return undefined;
    const e = unfit(read.error as z.ZodError);
    const subject = { kind, id: (c.req.param('id') ?? '').slice(0, 20) };
    return recordRefusal(asks(c), { verb, subject }, e).then((): never => {
      throw e;
    });
  };
  const json = <T>(c: Context) => (c.req as unknown as { valid: (of: 'json') => T }).valid('json');
  const answer = (c: Context, value: unknown) => c.json(value as object, 200) as never;
  const after = async (ctx: Ctx, dossier: string, result: unknown) => {
    const { state, rowVersion } = await door.getDossier(ctx, dossier, app.territory);
    return { state, rowVersion, result };
  };

  const query = z.strictObject({
    view: z
      .enum(['own', 'desk'])
      .default('desk')
      .openapi({ description: 'Those of the bearer’s producers, or those sent to the bearer’s units.' }),
    state: z.enum(door.STATES).optional(),
    round: z.string().max(20).optional(),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(100).default(50),
  });
  api.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/dossiers',
      summary: 'A queue of dossiers: those with a deadline first, soonest on top',
      request: { query },
      responses: { 200: ok(dossierPage, 'A page, and how many stand in each state.'), 401: refused[401], 422: refused[422] },
    }),
    async (c) => answer(c, await door.listDossiers(await callerOf(app, c), c.req.valid('query'), app.territory)),
  );
  api.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/dossiers/{id}',
      summary: 'The whole record of a dossier, and what the bearer may do now',
      request: { params: id },
      responses: { 200: ok(dossierRecord, 'The record.'), ...refused },
    }),
    async (c) => answer(c, await door.getDossier(await callerOf(app, c), c.req.valid('param').id, app.territory)),
  );
  api.openapi(
    createRoute({
      ...write,
      path: '/dossiers',
      summary: 'Begin a dossier as a draft',
      request: sends(newDossier),
      responses: { 200: ok(z.object({ id: z.string() }), 'Its id.'), ...refused },
    }),
    async (c) => {
      const ctx = asks(c);
      const input = json<z.infer<typeof newDossier>>(c);
      return answer(c, await door.startDossier(ctx, { ...input, requestId: keyOf(c, ctx) }, app.territory));
    },
    refuse('start_dossier', 'producer'),
  );
  api.openapi(
    createRoute({
      ...write,
      method: 'put' as const,
      path: '/dossiers/{id}/answers',
      summary: 'Fill the sheet and the forms of a draft; the score is computed here',
      request: { params: id, ...sends(filledSheet) },
      responses: { 200: ok(moved, 'Where it stands, with the score.'), ...refused },
    }),
    async (c) => {
      const ctx = asks(c);
      const dossier = c.req.valid('param').id;
      const input = json<z.infer<typeof filledSheet>>(c);
      return answer(
        c,
        await after(ctx, dossier, await door.answerSheet(ctx, { ...input, dossier, requestId: keyOf(c, ctx) }, app.territory)),
      );
    },
    refuse('edit_dossier', 'dossier'),
  );
  for (const move of Object.keys(MOVE_BODIES) as MoveName[])
    api.openapi(
      createRoute({
        ...write,
        path: `/dossiers/{id}/${move}`,
        summary: `Move a dossier along its route: ${move.replaceAll('-', ' ')}`,
        request: { params: id, ...sends(MOVE_BODIES[move]) },
        responses: { 200: ok(moved, 'Where it stands now.'), ...refused },
      }),
      async (c) => {
        const ctx = asks(c);
        const dossier = c.req.valid('param').id;
        const input = { ...json<object>(c), dossier, requestId: keyOf(c, ctx) };
        // each body was read by the schema of its own move
        return answer(c, await after(ctx, dossier, await COMMANDS[move](ctx, input as never, app.territory)));
      },
      refuse(`${move.replaceAll('-', '_')}_dossier`, 'dossier'),
    );

  api.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/hearings/{id}',
      summary: 'A council’s hearing as its viewer may see it: blind while scoring is open',
      request: { params: id },
      responses: { 200: ok(hearingRecord, 'The hearing.'), ...refused },
    }),
    async (c) => answer(c, await door.getHearing(await callerOf(app, c), c.req.valid('param').id, app.territory)),
  );
  api.openapi(
    createRoute({
      ...write,
      path: '/hearings/{id}/sheets',
      summary: 'A member’s own sheet for this round, final once sent',
      request: { params: id, ...sends(memberSheet) },
      responses: { 200: ok(z.object({ total: z.number(), star: z.int() }), 'Points and star, computed here.'), ...refused },
    }),
    async (c) => {
      const ctx = asks(c);
      const key = keyOf(c, ctx);
      const sheet = { ...json<z.infer<typeof memberSheet>>(c), hearing: c.req.valid('param').id, ...(key ? { requestId: key } : {}) };
      return answer(c, await door.submitSheet(ctx, sheet, app.territory));
    },
    refuse('submit_sheet', 'hearing'),
  );
  api.openapi(
    createRoute({
      ...write,
      path: '/hearings/{id}/close',
      summary: 'Close the scoring: a result, or a discussion first',
      request: { params: id, ...sends(z.strictObject({})) },
      responses: { 200: ok(z.looseObject({ closed: z.boolean() }).openapi('Closing'), 'What came of it.'), ...refused },
    }),
    async (c) => {
      const ctx = asks(c);
      return answer(c, await door.closeScoring(ctx, { hearing: c.req.valid('param').id, requestId: keyOf(c, ctx) }, app.territory));
    },
    refuse('close_scoring', 'hearing'),
  );
}
