import { Accordion, Code, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { Mark } from '../show/Marks.tsx';
import { Page } from '../show/Page.tsx';

type Schema = {
  type?: string;
  format?: string;
  enum?: string[];
  description?: string;
  items?: Schema;
  anyOf?: Schema[];
};
type Content = Record<string, { schema: Schema }>;
type Described = {
  summary: string;
  parameters: { name: string; in: string; description?: string; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
type Document = { info: { description: string }; paths: Record<string, Record<string, Described>> };

/** The OpenAPI document, readable. */
export function ApiPage() {
  const { data } = useQuery({
    queryKey: ['openapi'],
    queryFn: () => send<Document>('/api/openapi.json', {}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title="API">
      {!data && <Loader />}
      {data && (
        <>
          <Text c="dimmed" mb="md">
            {data.info.description}
          </Text>
          <Accordion multiple variant="separated">
            {Object.entries(data.paths).flatMap(([path, methods]) =>
              Object.entries(methods).map(([method, described]) => (
                <Accordion.Item key={`${method} ${path}`} value={`${method} ${path}`}>
                  <Accordion.Control>
                    <Mark tone={method === 'get' ? 'plain' : 'good'}>{method}</Mark>
                    <Code fz="sm">{path}</Code>{' '}
                    <Text span size="sm">
                      {described.summary}
                    </Text>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <Operation described={described} />
                  </Accordion.Panel>
                </Accordion.Item>
              )),
            )}
          </Accordion>
        </>
      )}
    </Page>
  );
}

function Operation({ described: { parameters, requestBody, responses } }: { described: Described }) {
  return (
    <>
      {parameters.length > 0 && (
        <dl>
          {parameters.map(({ name, description, schema }) => (
            <div key={name}>
              <dt>
                <Code>{name}</Code>{' '}
                <Text span size="sm" c="dimmed">
                  {kindOf(schema)}
                </Text>
              </dt>
              <dd>{description ?? schema.description}</dd>
            </div>
          ))}
        </dl>
      )}
      {requestBody && <Shape title="Body" content={requestBody.content} />}
      {Object.entries(responses).map(([status, { description, content }]) => (
        <Shape key={status} title={`${status}: ${description}`} content={status === 'default' ? undefined : content} />
      ))}
    </>
  );
}

function Shape({ title, content }: { title: string; content: Content | undefined }) {
  const [shown] = Object.entries(content ?? {});
  return (
    <details>
      <summary>{title}</summary>
      {shown && (
        <Code block tabIndex={0} mah="24rem" style={{ overflow: 'auto' }}>
          {`${shown[0]}\n${JSON.stringify(shown[1].schema, null, 2)}`}
        </Code>
      )}
    </details>
  );
}

function kindOf({ enum: values, type, items, anyOf, format }: Schema): string {
  if (values) return values.join(' | ');
  if (items) return `list of ${kindOf(items)}`;
  if (anyOf) return anyOf.map(kindOf).join(' | ');
  return format ?? type ?? '';
}
