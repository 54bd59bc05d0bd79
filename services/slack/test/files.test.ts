import { afterEach, expect, test } from '@jest/globals';
import { type Rig, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

const settings = () => ({ maxFileSize: 1_000_000 });

test('files are fetched after their message is taken, and attached to it', async () => {
  rig = await startRig({ settings });
  const { team, archive } = rig;
  const tom = team.addUser({ realName: 'Tom Okafor' });
  const content = Buffer.from('07:58 badge refused\n');
  const file = team.addFile({ name: 'door log.txt', user: tom, content, mimetype: 'text/plain' });
  const message = team.post({ user: tom, in: team.direct(tom), text: 'My badge', files: [file] });
  const own = `${team.id}:${message.conversation}:${message.ts}`;
  await until(() => rig.contact(`${own}:files`));
  const files = rig.contact(`${own}:files`);
  expect(files).toMatchObject({ revises: { key: rig.contact(own)?.key, cause: 'files' } });
  expect(files?.attachments).toMatchObject([{ name: 'door log.txt', mediaType: 'text/plain', size: content.length }]);
  expect(await archive.size(files?.attachments[0]?.sha256 ?? '')).toBe(content.length);
});

test('what is too large, lies elsewhere or is gone is named and refused, and nothing waits behind it', async () => {
  rig = await startRig({ settings });
  const { team, slack } = rig;
  const tom = team.addUser({ realName: 'Tom Okafor' });
  const add = (name: string, parts: object) => team.addFile({ name, user: tom, content: 10, ...parts });
  const files = [
    add('movie.mov', { content: 3_000_000_000 }),
    add('liar.bin', { content: 2_000_000, size: 5 }),
    add('elsewhere.txt', { url: 'https://evil.example/files-pri/T1-F1/download/elsewhere.txt' }),
    add('likeness.txt', { url: 'https://files.slack.com.evil.example/x' }),
    add('user.txt', { url: 'https://files.slack.com@evil.example/x' }),
    add('drive.gdoc', { mode: 'external' }),
    add('old.txt', { mode: 'hidden_by_limit' }),
    add('note.txt', {}),
  ];
  const message = team.post({ user: tom, in: team.direct(tom), text: 'All of it', files });
  const next = team.post({ user: tom, in: team.direct(tom), text: 'And something else' });
  await slack.settled();
  expect(rig.contact(`${team.id}:${next.conversation}:${next.ts}`)).toBeDefined();
  const sourceId = `${team.id}:${message.conversation}:${message.ts}:files`;
  await until(() => rig.contact(sourceId));
  const contact = rig.contact(sourceId);
  const { details } = contact ?? {};
  const refusedFiles = (details?.channel === 'slack' && details.refusedFiles) || [];
  expect(Object.fromEntries(refusedFiles.map(({ name, code }) => [name, code]))).toEqual({
    'movie.mov': 'slack-file-too-large',
    'liar.bin': 'slack-file-too-large',
    'elsewhere.txt': 'slack-file-foreign',
    'likeness.txt': 'slack-file-foreign',
    'user.txt': 'slack-file-foreign',
    'drive.gdoc': 'slack-file-foreign',
    // Slack hides its name too.
    [files.find(({ mode }) => mode === 'hidden_by_limit')?.id ?? '']: 'slack-file-missing',
  });
  expect(contact?.attachments.map(({ name }) => name)).toEqual(['note.txt']);
});

test('files of a form are fetched too', async () => {
  rig = await startRig({ settings });
  const { team } = rig;
  const tom = team.addUser({ realName: 'Tom Okafor' });
  const file = team.addFile({ name: 'lift.txt', user: tom, content: Buffer.from('stuck'), mimetype: 'text/plain' });
  const opened = team.nextView(tom);
  await team.globalShortcut(tom, 'callbook_ask');
  const view = await opened;
  await team.submit(tom, view, { description: 'The lift', files: [file.id] });
  await until(() => rig.contact(`${team.id}:form:${view.id}:files`));
  expect(rig.contact(`${team.id}:form:${view.id}:files`)?.attachments).toMatchObject([
    { name: 'lift.txt', mediaType: 'text/plain', size: 5 },
  ]);
});

test('a file that cannot be had for now is fetched when it can, also by the next process', async () => {
  let away = true;
  rig = await startRig({
    peer: { unwell: (method) => (away && method === 'files' ? { status: 503 } : undefined) },
  });
  const { team } = rig;
  const tom = team.addUser({ realName: 'Tom Okafor' });
  const file = team.addFile({ name: 'a.txt', user: tom, content: Buffer.from('a') });
  await rig.station.todo.stop();
  const message = team.post({ user: tom, in: team.direct(tom), text: 'Here', files: [file] });
  const own = `${team.id}:${message.conversation}:${message.ts}`;
  await until(() => rig.contact(own));
  expect(rig.contact(`${own}:files`)).toBeUndefined();
  away = false;
  rig.another();
  await until(() => rig.contact(`${own}:files`));
});
