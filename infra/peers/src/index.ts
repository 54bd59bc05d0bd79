export { type AuthorizationServer, type Refusal, startAuthorizationServer } from './authorization-server.ts';
export { type DemoNote, demoNoteIn } from './demo-note.ts';
export { type Dovecot, type DovecotOptions, startDovecot } from './dovecot.ts';
export { type Line, type LineOptions, startLine } from './line.ts';
export { type PostDoor, type PostOptions, startPost } from './post.ts';
export { type Sample, sampleMails } from './samples.ts';
