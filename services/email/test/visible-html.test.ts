import { describe, expect, test } from '@jest/globals';
import { htmlToText } from '../src/html.ts';
import { visibleText } from '../src/visible.ts';

describe('HTML says itself what is quoted', () => {
  test.each([
    [
      'Gmail',
      '<div class="gmail_quote"><div class="gmail_attr">Ngo-3 Mas Desk:<br></div><blockquote class="gmail_quote">q</blockquote></div>',
    ],
    ['Thunderbird', '<div class="moz-cite-prefix">Desk, Ngo-3:<br></div><blockquote type="cite">q</blockquote>'],
    ['Outlook on the web', '<hr><div id="divRplyFwdMsg"><b>Isuka:</b> Desk<br></div><div>q</div><div>Desk</div>'],
    [
      'Outlook',
      "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>Isuka</b></p></div></div><p>q</p>",
    ],
    ['Yahoo', '<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Ngo-3 Desk</div><div>q</div></div>'],
    ['web.de', '<div name="quote"><div>Ngo-3 Desk</div><div>q</div></div>'],
  ])('%s, also in a language that nobody told it', (_, quote) => {
    expect(visibleText(htmlToText(`<div>It still jams.</div><div>Ada</div><br>${quote}`))).toBe('It still jams.\nAda');
  });
  test('what is moved to the right is not a quote', () => {
    const markup = '<p>See</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">room 4</blockquote>';
    expect(visibleText(htmlToText(markup))).toBe('See\n\nroom 4');
  });
});
