import { WebhookBody, webhookEvents } from '@callbook/contracts';
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { ProblemSchema } from './schemas.ts';

const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** The OpenAPI 3.1 document of the desk: made from the schemas that answer and check its requests. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Callbook',
      version: '0.1.0',
      description:
        'The log of a service desk. Instants are RFC 3339 in UTC, errors are RFC 9457 problems with a `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: paths(),
    webhooks: webhooks(),
    security: [{ session: [] }, { token: [] }],
    components: {
      schemas: { Problem: jsonSchema(ProblemSchema), Webhook: jsonSchema(WebhookBody) },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'callbook.session_token' },
      },
    },
  };
}

/** What is posted to webhooks, one for each event: what they answer is told by its status alone. */
function webhooks(): Record<string, object> {
  const body = {
    required: true,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Webhook' } } },
  };
  const responses = {
    '2XX': { description: 'It was taken, and is not sent again.' },
    '410': { description: 'Nothing more is wanted: nothing more is sent.' },
    default: { description: 'It is sent again, with the same webhook-id.' },
  };
  const post = (event: string, summary: string) => ({
    ...{ operationId: event, summary, security: [], requestBody: body, responses },
    parameters: [
      header('webhook-id', 'Names the event: a repeat has the same.'),
      header('webhook-timestamp', 'When this attempt was made, in seconds since 1970.'),
      header('webhook-signature', 'As Standard Webhooks has it: one for each secret that is valid.'),
    ],
  });
  return Object.fromEntries(
    Object.entries(webhookEvents).map(([event, summary]) => [event, { post: post(event, summary) }]),
  );
}

function header(name: string, description: string): object {
  return { name, in: 'header', required: true, description, schema: { type: 'string' } };
}

function paths(): Record<string, object> {
  const found: Record<string, object> = {};
  for (const [operationId, operation] of Object.entries(operations) as [string, Operation][]) {
    const { path, method = 'get' } = operation;
    found[path] = { ...found[path], [method]: describe(operationId, operation) };
  }
  return found;
}

function describe(
  operationId: string,
  { summary, needs, parameters = {}, query, body, answer, problems }: Operation,
): object {
  return {
    operationId,
    summary,
    ...(needs === 'nobody' ? { security: [] } : { description: needsOf(needs) }),
    parameters: [
      ...Object.entries(parameters).map(([name, description]) => ({
        ...{ name, in: 'path', required: true, description },
        schema: { type: 'string' },
      })),
      ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
        ...{ name, in: 'query', required: false },
        schema: jsonSchema(schema as z.ZodType),
      })),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      [answer.status ?? 200]: answered(answer, answer.description),
      ...(answer.accepted && { 202: answered(answer, answer.accepted) }),
      default: {
        description: ['A problem', ...(problems.length > 0 ? [`with a code such as ${problems.join(', ')}`] : [])].join(
          ' ',
        ),
        content: { 'application/problem+json': { schema: PROBLEM } },
      },
    },
  };
}

function needsOf(needs: Operation['needs']): string {
  return needs === 'somebody' ? 'For everybody who is signed in.' : `Needs the permission \`${needs}\`.`;
}

function answered({ status, type, schema }: Operation['answer'], description: string): object {
  if (status === 204) return { description };
  return { description, content: { [type]: { schema: schema ? jsonSchema(schema) : { type: 'string' } } } };
}

/** As it travels: what a transformation makes of a text afterwards is text again. */
function jsonSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Record<string, unknown>;
  return rest;
}
