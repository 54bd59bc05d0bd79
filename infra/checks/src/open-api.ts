import type { ValidateFunction } from 'ajv';
import ajv2020 from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

/** Throws where an answer is not what the description of its path says. */
export type AnswerCheck = (method: string, path: string, response: Response) => Promise<void>;

type Described = { readonly content?: Readonly<Record<string, { readonly schema: object }>> };
type Operation = { readonly responses: Readonly<Record<string, Described>> };
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** Checks answers by an OpenAPI 3.1 document. What is no JSON, and paths that are not described, pass. */
export function checkAnswers(document: object): AnswerCheck {
  const { paths } = document as Document;
  // A description is read by few answers of a test: what is compiled is the dearer part, and is not made the best of.
  const ajv = new ajv2020.Ajv2020({ strict: false, allErrors: true, code: { optimize: false } });
  ajvFormats.default(ajv);
  // OpenAPI's own, by which nothing is refused.
  ajv.addFormat('base64', true);
  // As a whole, so that what several answers have in common is compiled once.
  ajv.addSchema(document, 'api', false, false);
  const validators = new Map<object, ValidateFunction>();
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => {
      const places = path.replace(/[.+^$|()[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
      return {
        name: `${method} ${path}`,
        path,
        method,
        pattern: new RegExp(`^${places}$`),
        exact: !path.includes('{'),
        responses,
      };
    }),
  );
  // A name in a path is the answer before whatever stands in its place.
  routes.sort((one, other) => Number(other.exact) - Number(one.exact));
  return async (method, path, response) => {
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!/json$/.test(type)) return;
    const route = routes.find((one) => one.method === method.toLowerCase() && one.pattern.test(path));
    if (!route) return;
    const status = route.responses[response.status] ? response.status : 'default';
    const schema = route.responses[status]?.content?.[type]?.schema;
    if (!schema) throw new Error(`${route.name} answers ${response.status} with ${type}, which is not described.`);
    const place = ['paths', route.path, route.method, 'responses', status, 'content', type, 'schema'];
    const validate = validators.get(schema) ?? ajv.compile({ $ref: `api#/${place.map(escaped).join('/')}` });
    validators.set(schema, validate);
    const body = await response.clone().json();
    if (!validate(body))
      throw new Error(`${route.name} answers otherwise than described: ${ajv.errorsText(validate.errors)}`);
  };
}

/** A step of a JSON pointer in the fragment of an address (RFC 6901, 3 and 6). */
function escaped(step: string | number): string {
  return encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
}
