// The OpenAPI document, readable.
import { element } from './dom.js';

const { paths } = await (await fetch('/api/openapi.json')).json();

function kindOf({ enum: values, type, items, anyOf, format }) {
  if (values) return values.join(' | ');
  if (items) return `list of ${kindOf(items)}`;
  if (anyOf) return anyOf.map(kindOf).join(' | ');
  return format ?? type ?? '';
}

document.getElementById('docs').append(
  ...Object.entries(paths).flatMap(([path, { get }]) => {
    const [[type, { schema }]] = Object.entries(get.responses[200].content);
    return [
      element('h2', {}, `GET ${path}`),
      element('p', {}, `${get.summary}. ${get.responses[200].description}`),
      element(
        'dl',
        {},
        ...get.parameters.flatMap((parameter) => [
          element('dt', {}, parameter.name),
          element(
            'dd',
            {},
            [kindOf(parameter.schema), parameter.description ?? parameter.schema.description]
              .filter(Boolean)
              .join('. '),
          ),
        ]),
      ),
      ...(schema.properties
        ? [
            element(
              'details',
              {},
              element('summary', {}, `Answer: ${type}`),
              element('pre', { tabindex: '0' }, JSON.stringify(schema, null, 2)),
            ),
          ]
        : [element('p', {}, `Answer: ${type}`)]),
    ];
  }),
);
