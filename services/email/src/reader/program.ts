// The program that reads mails apart from the adapter. FOLDER MEGABYTES: the archive's folder, and what it may take.
import { readMail } from './read.ts';
import { serveReader } from './serve.ts';

await serveReader(readMail);
