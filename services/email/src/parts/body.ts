import type { Decode } from '../charset.ts';
import { htmlToText } from '../html.ts';
import { enrichedToText } from './enriched.ts';
import type { Entity } from './entity.ts';
import { unflow } from './flowed.ts';
import type { Tree } from './tree.ts';

/** What there is to read in a mail: as plain text, as HTML, or both; empty where there is none. */
export type Body = { readonly text: string; readonly html: string };

const NOTHING: Body = { text: '', html: '' };
/** Characters of a text that could say no more than where to look. */
const POINTER = 400;
const META_CHARSET = /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})/i;

/**
 * Puts a mail's texts together as a person sees them: of several readings of the same (`multipart/alternative`) the plain
 * one, else one below the other. Where a part of them is only HTML, its words are in the text as well.
 */
export function bodyOf(tree: Tree, texts: ReadonlyMap<Entity, string>): Body {
  const render = (entity: Entity): Body => {
    const source = texts.get(entity);
    if (source !== undefined) return leafBody(entity, source);
    const bodies = entity.children.map(render).filter(({ text, html }) => text.trim() !== '' || html.trim() !== '');
    return entity.mediaType === 'multipart/alternative' ? oneOf(bodies) : allOf(bodies);
  };
  return worded(render(tree.root));
}

/** With the words of its HTML as text, where it has no text. */
export function worded(body: Body): Body {
  return isBlank(body) && body.html !== '' ? { text: htmlToText(body.html), html: body.html } : body;
}

/** Whether there is nothing to read. It may have pictures all the same. */
export function isBlank({ text }: Body): boolean {
  return text.trim() === '';
}

/** What is not blank, one below the other. */
export function below(bodies: readonly Body[]): Body {
  return allOf(bodies.filter((body) => !isBlank(body) || body.html !== ''));
}

/** The text of an entity's bytes, with line ends as `\n`. */
export function textOf(entity: Entity, bytes: Buffer, decode: Decode): string {
  const text = decode(bytes, charsetOf(entity, bytes));
  return text.replace(/\r\n?/g, '\n');
}

/** The charset that an entity declares, or its HTML does. */
export function charsetOf(entity: Entity, bytes: Buffer): string | undefined {
  const declared = entity.type.plain('charset');
  if (declared !== undefined || entity.mediaType !== 'text/html') return declared;
  return META_CHARSET.exec(bytes.toString('latin1', 0, 2_048))?.[1];
}

function leafBody(entity: Entity, source: string): Body {
  const { mediaType, type } = entity;
  if (mediaType === 'text/html')
    return /<[a-z!/]/i.test(source) ? { text: '', html: source } : { text: source, html: '' };
  if (mediaType === 'text/enriched' || mediaType === 'text/richtext')
    return { text: enrichedToText(source, mediaType === 'text/richtext'), html: '' };
  // Some programs send HTML as plain text.
  if (/^\s*(?:<!doctype html|<html)\b/i.test(source.slice(0, 1_000))) return { text: '', html: source };
  const flowed = type.plain('format')?.toLowerCase() === 'flowed';
  return { text: flowed ? unflow(source, type.plain('delsp')?.toLowerCase() === 'yes') : source, html: '' };
}

function oneOf(bodies: readonly Body[]): Body {
  const text = bodies.find((body) => !isBlank(body))?.text ?? '';
  const html = bodies.findLast((body) => body.html.trim() !== '')?.html ?? '';
  return { text: html !== '' && onlyPoints(text, html) ? '' : text, html };
}

/** Whether a text says no more than that the HTML is to be looked at: it speaks of HTML, and has none of its words. */
function onlyPoints(text: string, html: string): boolean {
  if (text.length > POINTER || !/\bhtml\b/i.test(text)) return false;
  const words = (of: string) => of.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const shown = new Set(words(htmlToText(html.slice(0, 50 * POINTER))));
  const own = words(text);
  return shown.size > 0 && own.filter((word) => shown.has(word)).length < own.length / 2;
}

/** One below the other. Where some are only HTML, their words are in the text as well. */
function allOf(bodies: readonly Body[]): Body {
  const [only] = bodies;
  if (!only) return NOTHING;
  if (bodies.length === 1) return only;
  const allHtml = bodies.every(({ text }) => text.trim() === '');
  const noHtml = bodies.every(({ html }) => html === '');
  return {
    text: allHtml ? '' : joined(bodies.map(({ text, html }) => (text.trim() === '' ? htmlToText(html) : text))),
    html: noHtml ? '' : bodies.map(({ text, html }) => html || preformatted(text)).join('\n'),
  };
}

function joined(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/^\n+/, '').trimEnd()).join('\n\n');
}

function preformatted(text: string): string {
  const escaped = text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? char);
  return `<pre>${escaped}</pre>`;
}
