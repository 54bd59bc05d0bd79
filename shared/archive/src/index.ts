export { type Archive, openArchive, type Stored } from './archive.ts';
