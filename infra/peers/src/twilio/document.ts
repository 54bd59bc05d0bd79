import { CallbookError } from '@callbook/contracts';
import { parseDocument } from 'htmlparser2';

/** One verb of TwiML with what stands in it. */
export type Verb = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly verbs: readonly Verb[];
};

type Node = ReturnType<typeof parseDocument>['children'][number];

/**
 * The verbs of a TwiML document.
 * @throws CallbookError `service-failed` for what Twilio would not take: error 12100 or 12102.
 */
export function readTwiml(xml: string): readonly Verb[] {
  const roots = parseDocument(xml, { xmlMode: true }).children.flatMap(verb);
  const [response] = roots;
  if (roots.length !== 1 || response?.name !== 'Response')
    throw new CallbookError('service-failed', `This is no TwiML: ${xml.slice(0, 200)}`);
  return response.verbs;
}

function verb(node: Node): Verb[] {
  if (node.type !== 'tag') return [];
  const text = node.children.map((child) => (child.type === 'text' ? child.data : '')).join('');
  return [{ name: node.name, attributes: node.attribs, text: text.trim(), verbs: node.children.flatMap(verb) }];
}
